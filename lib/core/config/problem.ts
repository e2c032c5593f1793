/** What can be wrong with a configuration, at three distances: at the value itself, in the whole object, in the file. */
export type Severity = "error" | "warning";
export type Path = readonly (string | number)[];

/** What is wrong with a value, said by whoever reads it. */
export interface Refusal {
  /** Stable, searchable: `unknown-key`. */
  readonly code: string;
  /** One plain sentence: what was found and what is allowed. Never a secret. */
  readonly message: string;
  /** One plain sentence: the cure. */
  readonly fix: string;
  /** Below the value that was read. */
  readonly path?: Path;
  /** Whether the key is at fault or what stands behind it; the value unless said. */
  readonly at?: "key" | "value";
}

/** The same, with its place in the whole configuration. */
export interface Fault extends Refusal {
  readonly path: Path;
  readonly severity: Severity;
}

/** The same, with its place in the file. These fields are what `bongsu validate --json` prints. */
export interface Problem {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 units as editors do. */
  readonly column: number;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix: string;
}

/** Takes note of a refusal; gives `undefined`, so that a reader can end with it. */
export type Refuse = (refusal: Refusal) => undefined;

export function faultAt(path: Path, refusal: Refusal): Fault {
  return { ...refusal, path: [...path, ...(refusal.path ?? [])], severity: "error" };
}

export function warningAt(path: Path, refusal: Refusal): Fault {
  return { ...faultAt(path, refusal), severity: "warning" };
}

/** `checks[2].expect.json["$.queue"]`: a place as TypeScript writes it. */
export function formatPath(path: Path): string {
  return path.map(formatSegment).join("").replace(/^\./, "");
}

function formatSegment(segment: string | number): string {
  if (typeof segment === "number") return `[${segment}]`;
  return /^[A-Za-z_$][\w$]*$/.test(segment) ? `.${segment}` : `[${JSON.stringify(segment)}]`;
}
