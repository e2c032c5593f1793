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

/** A body after all its encodings. */
export interface Body {
  readonly bytes: number;
  readonly text: string;
}

export function isFailure(value: object): value is Failure {
  return "code" in value && "phase" in value;
}
