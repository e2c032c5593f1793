/**
 * Facts: what a probe learned. Every kind declares its facts here-shaped, so that one schema can tell which expectations
 * make sense, one judge can check them, and one page can print them with their unit.
 */
export type Scalar = string | number | boolean;

/** A map holds every value of a name (HTTP headers: lower-case name -> values in order of arrival). */
export type FactMap = Readonly<Record<string, readonly string[]>>;
export type FactValue = Scalar | readonly string[] | FactMap;
export type Facts = Readonly<Record<string, FactValue>>;

/**
 * `number` and `text` and `flag` are one value, `scalar` is one that may be any of the three; `list` is a set of texts; `map` names to texts (headers);
 * `json` is a document read from another fact, addressed by JSON path.
 */
export type FactShape = "number" | "text" | "flag" | "scalar" | "list" | "map" | "json";
export type FactUnit = "ms" | "bytes" | "days" | "count" | "code" | "none";

export interface FactSpec {
  readonly shape: FactShape;
  readonly unit: FactUnit;
  /** What it means, in one line: shown by editors and in the docs. */
  readonly doc: string;
  /** Large or private facts are judged, then forgotten: they stay out of the Outcome. */
  readonly transient?: true;
  /** `text` only: the words that may be expected, each with what it means to people. */
  readonly values?: Readonly<Record<string, string>>;
  /** `json` only: the text fact that is parsed. */
  readonly from?: string;
  /** Text fact that says more about a value: shown behind it where it is not the expected one. */
  readonly explainedBy?: string;
}

/** Declared facts of a kind; a dot makes a group: `certificate.daysLeft` is written `certificate: { daysLeft: … }`. */
export type FactSpecs = Readonly<Record<string, FactSpec>>;
