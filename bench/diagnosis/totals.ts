/** What all of it comes to, and whether that is good enough. */
import type { Finding } from "../../lib/core/model/diagnosis.ts";
import type { Played } from "./run-faults.ts";
import { MARKS, type Mark } from "./verdict.ts";

export const GOAL = { share: 0.95, falselyConfirmed: 0 } as const;

export interface Totals {
  /** Variants of real faults. */
  readonly faults: Readonly<Record<Mark, number>>;
  readonly innocents: Readonly<Record<Mark, number>>;
  /** Of the variants of real faults: right, or honestly possible. */
  readonly share: number;
  readonly falseClaims: readonly FalseClaim[];
  readonly falselyConfirmed: number;
  readonly isReached: boolean;
}

export interface FalseClaim {
  readonly fault: string;
  readonly variant: string;
  readonly finding: Finding;
}

export function totalsOf(played: readonly Played[]): Totals {
  const [innocents, faults] = [played.filter(({ isInnocent }) => isInnocent), played.filter(({ isInnocent }) => !isInnocent)];
  const [ofFaults, ofInnocents] = [countMarks(faults), countMarks(innocents)];
  const share = faults.length === 0 ? 1 : (ofFaults.right + ofFaults.possible) / faults.length;
  const falseClaims = played.flatMap(({ fault, variant, falseClaims: claims }) =>
    claims.map((finding) => ({ fault, variant, finding })),
  );
  const falselyConfirmed = falseClaims.filter(({ finding }) => finding.confidence === "confirmed").length;
  const isReached = share >= GOAL.share && falselyConfirmed <= GOAL.falselyConfirmed && ofInnocents.wrong === 0;
  return { faults: ofFaults, innocents: ofInnocents, share, falseClaims, falselyConfirmed, isReached };
}

export function countMarks(played: readonly Pick<Played, "mark">[]): Record<Mark, number> {
  const count = (wanted: Mark) => played.filter(({ mark }) => mark === wanted).length;
  const [right, possible, wrong, none] = MARKS.map(count);
  return { right: right ?? 0, possible: possible ?? 0, wrong: wrong ?? 0, none: none ?? 0 };
}
