/** What a check rests on, as declared in its `dependsOn`. */
import type { CaseFile, OtherCheck } from "./case-file.ts";
import { othersOf } from "./neighbours.ts";
import { type Examination, fits, line, type Rule } from "./rule.ts";
import { type BadRuns, badRunsOf, runsOf } from "./runs.ts";

const RUNS_APART_MAX = 2;
const MINUTE_MS = 60_000;

export const dependencyRules: readonly Rule[] = [
  { row: 31, cause: "dependency-down", layer: "dependency", atMost: "confirmed", examine: isDependencyDown },
];

/** The one that began first is blamed; one that began later than this check is not. */
function isDependencyDown(file: CaseFile): Examination {
  const trouble = badRunsOf(file);
  if (trouble === undefined) return undefined;
  const dependencies = othersOf(file).filter(({ isDependency }) => isDependency);
  const restored = dependencies.find((dependency) => isRestoredTogether(dependency, { file, trouble }));
  if (restored !== undefined) return restoredTogether(restored, file);
  const [first] = dependencies.filter(({ status }) => status === "down").toSorted((a, b) => a.sinceEpochMs - b.sinceEpochMs);
  if (first === undefined) return undefined;
  const { id: check, sinceEpochMs } = first;
  const laterMs = earliestOnset(first) - trouble.sinceEpochMs;
  if (laterMs > 0) return { refutedBy: line("dependency-later", { check, laterMs: sinceEpochMs - trouble.sinceEpochMs }) };
  const earlierMs = trouble.sinceEpochMs - sinceEpochMs;
  const evidence = [line("dependency-since", { check, sinceEpochMs, earlierMs })] as const;
  return fits("dependency-down", { confidence: "likely", with: { check }, evidence });
}

/** It was seen to fail at some run; it may have failed right after the run before. */
function earliestOnset({ sinceEpochMs, everyMs = 0 }: OtherCheck): number {
  return sinceEpochMs - everyMs;
}

interface Recovery {
  readonly file: CaseFile;
  readonly trouble: BadRuns;
}

/** It failed no later than this check did, and both came back within two runs of each other. */
function isRestoredTogether({ status, lastOutage, everyMs = 0 }: OtherCheck, { file, trouble }: Recovery): boolean {
  const backAtEpochMs = backSince(file);
  if (status === "down" || lastOutage === undefined || backAtEpochMs === undefined) return false;
  const apartMs = Math.abs(lastOutage.toEpochMs - backAtEpochMs);
  const isInTime = apartMs <= RUNS_APART_MAX * (file.check.everyMs ?? MINUTE_MS);
  return isInTime && lastOutage.fromEpochMs - everyMs <= trouble.sinceEpochMs;
}

function restoredTogether({ id: check, lastOutage }: OtherCheck, file: CaseFile): Examination {
  const apartMs = Math.abs((lastOutage?.toEpochMs ?? 0) - (backSince(file) ?? 0));
  const evidence = [line("restored-together", { check, apartMs })] as const;
  return fits("dependency-down", { confidence: "confirmed", with: { check }, evidence });
}

/** First good run after the trouble; `undefined` while it lasts. */
function backSince(file: CaseFile): number | undefined {
  const runs = runsOf(file);
  const lastBad = runs.findIndex(({ status }) => status !== "up");
  return runs[lastBad - 1]?.startedAtEpochMs;
}
