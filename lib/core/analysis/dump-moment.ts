/**
 * When a thread dump is worth stopping a JVM for: as a suspicion opens, and once more five minutes later, to see what grew.
 * The published verdicts alone say which moment it is, so that nothing has to be remembered between invocations.
 */
import type { Point } from "../trends/series.ts";
import { READING_MS } from "./leak-windows.ts";

export type DumpMoment = "opened" | "confirmed";

/** A suspicion that comes and goes is not dumped again while the last one is younger. */
const QUIET_MS = 3_600_000;

/** `verdicts`: `LeakSuspected` published before `nowEpochMs`, at which it is suspected. At most two moments an hour. */
export function dumpMoment(verdicts: readonly Point[], nowEpochMs: number): DumpMoment | undefined {
  const suspected = verdicts
    .filter(({ atEpochMs, value }) => value >= 1 && atEpochMs >= nowEpochMs - QUIET_MS && atEpochMs < nowEpochMs)
    .map(({ atEpochMs }) => atEpochMs);
  if (suspected.length === 0) return "opened";
  const isSecond = suspected.every((atEpochMs) => atEpochMs >= nowEpochMs - READING_MS);
  return isSecond ? "confirmed" : undefined;
}
