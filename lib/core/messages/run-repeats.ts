/** What many runs of the same check have in common, for `--repeat`: how many failed, and how long they took. */
import { wasAnswered } from "../metrics/samples.ts";
import type { Outcome } from "../model/outcome.ts";
import { formatMeasuredMs } from "../model/units.ts";
import { percentile } from "../trends/quantiles.ts";
import type { RanCheck } from "./run-item.ts";
import { safeName } from "./safe-text.ts";
import type { TerminalStyle } from "./terminal-style.ts";
import { padEndTo, padStartTo, shortenEnd, shortenMiddle } from "./text-width.ts";

/** With fewer the 95th percentile is only another word for the slowest. */
const P95_SAMPLES_MIN = 20;
const NAME_COLUMNS = 24;
const COUNT_COLUMNS = 7;
const TIME_COLUMNS = 8;
const HEAD = ["runs", "failed", "p50", "max", "p95"] as const;

/** Nothing where each ran once. Times are those of runs that were answered. */
export function renderRepeats(ran: readonly RanCheck[], style: TerminalStyle): string[] {
  if (ran.every(({ runs }) => runs.length < 2)) return [];
  return ["", style.paint("gray", lineOf("check", HEAD)), ...ran.map(({ check, runs }) => lineOf(check.id, cellsOf(runs)))];
}

type Cells = readonly [runs: string, failed: string, p50: string, max: string, p95: string];

function cellsOf(runs: readonly Outcome[]): Cells {
  const failed = runs.filter(({ status }) => status === "down").length;
  const totalsMs = runs.filter(wasAnswered).map(({ totalMs }) => totalMs);
  const p95 = totalsMs.length < P95_SAMPLES_MIN ? `too few samples (${totalsMs.length})` : timeText(percentile(totalsMs, 0.95));
  return [`${runs.length}`, `${failed}`, timeText(percentile(totalsMs, 0.5)), timeText(percentile(totalsMs, 1)), p95];
}

function timeText(ms: number | undefined): string {
  return ms === undefined ? "-" : shortenEnd(formatMeasuredMs(ms), TIME_COLUMNS);
}

function lineOf(id: string, [runs, failed, p50, max, p95]: Cells): string {
  const name = padEndTo(shortenMiddle(safeName(id), NAME_COLUMNS), NAME_COLUMNS);
  const counts = [runs, failed].map((cell) => padStartTo(cell, COUNT_COLUMNS)).join("");
  const times = [p50, max].map((cell) => padStartTo(cell, TIME_COLUMNS)).join("");
  return `   ${name}${counts}${times}  ${p95}`;
}
