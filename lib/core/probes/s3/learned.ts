import type { Facts } from "../../model/fact.ts";
import type { Failure } from "../../model/failure.ts";

/** What a mode has found out. */
export interface Learned {
  readonly facts: Facts;
  readonly failure?: Failure;
  /** What else happened on the way. */
  readonly notes?: readonly string[];
}
