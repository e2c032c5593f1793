import { describe, expect, it } from "vitest";
import { dumpMoment } from "./dump-moment.ts";

const NOW = Date.UTC(2026, 10, 22, 9);
const READING_MS = 300_000;

/** Verdicts of the readings before now, newest last; `undefined` where none was published. */
function published(...verdicts: (0 | 1 | undefined)[]) {
  return verdicts.flatMap((value, at) =>
    value === undefined ? [] : [{ atEpochMs: NOW - (verdicts.length - at) * READING_MS, value }],
  );
}

describe("the moment for a thread dump", () => {
  it.each([
    ["the first suspicion ever", published(), "opened"],
    ["a suspicion after many clear verdicts", published(0, 0, 0), "opened"],
    ["the second verdict in a row", published(0, 0, 1), "confirmed"],
    ["the third verdict in a row", published(0, 1, 1), undefined],
    ["a suspicion that comes and goes", published(1, 0), undefined],
    ["one that lasts for hours", published(...Array.from({ length: 30 }, () => 1 as const)), undefined],
    ["a new one, an hour after the last", published(1, ...Array.from({ length: 12 }, () => 0 as const)), "opened"],
    ["a second verdict after a pass that did not take place", published(1, undefined), undefined],
  ])("of %s is told from the published verdicts alone", (_, verdicts, moment) => {
    expect(dumpMoment(verdicts, NOW)).toBe(moment);
  });
});
