/** One kind of fault, in three variants, with the causes that are right. Or an innocent: nothing is wrong, and nothing may be claimed. */
import type { CauseId } from "../../lib/core/model/cause.ts";
import type { World, WorldOptions } from "./world.ts";

/** Arranges servers and checks, lets time pass while all is well where that matters, and then breaks something. */
export type Play = (world: World) => Promise<void>;

export interface Fault {
  readonly name: string;
  /** Any of these, told first, is right. None: an innocent. */
  readonly right: readonly CauseId[];
  /** True as well, and so no false claim; told first they are not right. */
  readonly alsoTrue?: readonly CauseId[];
  /** Honest guesses, as long as no more than "possible" is said. */
  readonly honest?: readonly CauseId[];
  readonly variants: Readonly<Record<string, Play>>;
  readonly world?: WorldOptions;
  /** Waits for deadlines or lives through hours: left out of the short version. */
  readonly isLong?: boolean;
}
