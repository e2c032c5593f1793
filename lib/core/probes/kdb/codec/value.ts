/** Values of q as they come over the wire, without any meaning of ours. */

/** Basic types, by the names that q gives them. */
export type QType =
  | "boolean"
  | "guid"
  | "byte"
  | "short"
  | "int"
  | "long"
  | "real"
  | "float"
  | "char"
  | "symbol"
  | "timestamp"
  | "month"
  | "date"
  | "datetime"
  | "timespan"
  | "minute"
  | "second"
  | "time";

/** Null is `null`; infinities of every type are `±Infinity`; whole numbers of 8 bytes are bigint. */
export type Primitive = boolean | number | bigint | string | null;

export type QValue =
  | { readonly shape: "atom"; readonly type: QType; readonly value: Primitive }
  | { readonly shape: "vector"; readonly type: QType; readonly values: readonly Primitive[] }
  /** A vector of chars. */
  | { readonly shape: "text"; readonly text: string; readonly sizeBytes: number }
  | { readonly shape: "list"; readonly items: readonly QValue[] }
  | { readonly shape: "dict"; readonly keys: QValue; readonly values: QValue }
  | { readonly shape: "table"; readonly columns: readonly string[]; readonly rows: number }
  /** Lambdas, operators, projections: never looked into. */
  | { readonly shape: "function" }
  /** The generic null `::`. */
  | { readonly shape: "nothing" }
  /** Without the apostrophe that q writes before it. */
  | { readonly shape: "error"; readonly text: string };
