/**
 * Several places look at one thing, and their metrics (1 or 0 a period) are one vote each. A place without data votes neither way:
 * the vote counts as bad once enough places are, as good once the others could no longer be enough, and in between as missing, so
 * that the alarm keeps its state.
 */
import type { Vote } from "../model/alarm.ts";

/** One period: a value of each place, in the order of the vote; `undefined` where it has none. The datapoint is the number of bad places. */
export function countVotes(
  { badValue, needed, of }: Omit<Vote, "metrics">,
  values: readonly (number | undefined)[],
): number | undefined {
  const bad = values.filter((value) => value === badValue).length;
  const good = values.filter((value) => value === 1 - badValue).length;
  if (of === "some") return bad + good === 0 ? undefined : bad > 0 && bad < needed ? bad : 0;
  return bad >= needed || good > values.length - needed ? bad : undefined;
}

export interface MathTerm {
  readonly id: string;
  readonly label: string;
  readonly expression: string;
}

/** Id of a place's metric in the terms of a vote. */
export function voterId(index: number): string {
  return `m${index}`;
}

/** Stands for no data: neither 0 nor 1. */
const SILENT = 2;

/** The same as CloudWatch's metric math; the last term is the datapoint. It drops a datapoint that is divided by 0. */
export function voteTerms({ badValue, metrics, needed, of }: Vote): readonly [MathTerm, MathTerm, MathTerm] {
  const count = (value: number) =>
    metrics.map((_, index) => `IF(FILL(${voterId(index)}, ${SILENT}) == ${value}, 1, 0)`).join(" + ");
  const isDecided = of === "some" ? "bad + good > 0" : `bad >= ${needed} OR good > ${metrics.length - needed}`;
  const counted = of === "some" ? `IF(bad < ${needed}, bad, 0)` : "bad";
  return [
    { id: "bad", label: "places that see it", expression: count(badValue) },
    { id: "good", label: "places that do not", expression: count(1 - badValue) },
    { id: "vote", label: "vote", expression: `${counted} / IF(${isDecided}, 1, 0)` },
  ];
}
