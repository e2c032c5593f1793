/** The process began anew around the time at which the trouble began. */
import type { CaseFile } from "./case-file.ts";
import { othersOf, othersOnHost } from "./neighbours.ts";
import { type Examination, fits, line, type Rule } from "./rule.ts";
import { badRunsOf, numberFact, runsOf } from "./runs.ts";

const AROUND_MS = 10 * 60_000;

export const restartRules: readonly Rule[] = [
  { row: 51, cause: "restarted", layer: "target", atMost: "confirmed", examine: isRestarted },
];

function isRestarted(file: CaseFile): Examination {
  const trouble = badRunsOf(file);
  const startedAtEpochMs = lastStartOf(file);
  if (trouble === undefined || startedAtEpochMs === undefined) return undefined;
  const seen = line("started", { startedAtEpochMs, beforeFailureMs: trouble.sinceEpochMs - startedAtEpochMs });
  if (Math.abs(trouble.sinceEpochMs - startedAtEpochMs) > AROUND_MS) return { refutedBy: seen };
  return fits("restarted", { confidence: "confirmed", with: { startedAtEpochMs }, evidence: [seen] });
}

/** As the check itself knows it, or one that reads the metrics of the same host. */
export function lastStartOf(file: CaseFile): number | undefined {
  const own = runsOf(file).map((run) => numberFact(run, "startedAtEpochMs"));
  const beside = othersOnHost(file).map(({ latest }) => numberFact(latest, "startedAtEpochMs"));
  return newest([file.check.startedAtEpochMs, ...own, ...beside]);
}

/** Of the processes that belong to the same environment as the check. */
export function startsOfGroup(file: CaseFile): number[] {
  const group = groupOf(file.check.id);
  const beside = othersOf(file).filter(({ id }) => groupOf(id) === group);
  const starts = [lastStartOf(file), ...beside.map(({ latest }) => numberFact(latest, "startedAtEpochMs"))];
  return [...new Set(starts.filter((at) => at !== undefined))];
}

function groupOf(id: string): string {
  return id.split("/").slice(0, -1).join("/");
}

function newest(moments: readonly (number | undefined)[]): number | undefined {
  const seen = moments.filter((at) => at !== undefined);
  return seen.length === 0 ? undefined : Math.max(...seen);
}
