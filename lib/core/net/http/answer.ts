import type { FactMap } from "../../model/fact.ts";
import type { Failure } from "../../model/failure.ts";

/** What one request brought. */
export interface Answer {
  readonly status: number;
  /** Names in lower case, values in order of arrival. */
  readonly headers: FactMap;
  readonly httpVersion?: string;
  /** The body as it came over the wire; absent when nobody needs it and it did not end by itself. */
  readonly raw?: Buffer;
  /** Server's Date header less our clock. */
  readonly clockSkewMs?: number;
}

/** An answer whose head came, and whose body broke off. */
export interface CutAnswer extends Answer {
  /** Of its body, as text; empty where nothing came, or it is packed. */
  readonly beginning: string;
}

/** A body after all its encodings. */
export interface Body {
  readonly bytes: number;
  readonly text: string;
}

export function isFailure(value: object): value is Failure {
  return "code" in value && "phase" in value;
}
