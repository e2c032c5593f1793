/** What one analyst uses: counted from what its analyses ask for, with a history that only counts. */
import { analyseHours } from "../analysis/analyse-hours.ts";
import { analyseLeaks } from "../analysis/analyse-leaks.ts";
import { type AnalystManifest, HOURS_EVERY_MS, LEAKS_EVERY_MS } from "../analysis/manifest.ts";
import { samplesOfHours } from "../metrics/analysis-samples.ts";
import type { HistoryQuery, MetricHistory } from "../ports.ts";
import { ANALYSIS_SECONDS, MEMORY_GB, MONTH_MS } from "./assumptions.ts";
import { sumUsage, type Usage } from "./usage.ts";

const LOCATIONS = { region: "region", vpc: "region/vpc" };
const NOW_EPOCH_MS = 0;

export async function analystUsage(manifest: AnalystManifest): Promise<Usage> {
  const { deployment, hours, leaks, timezone } = manifest;
  const base = { deployment, locations: LOCATIONS, nowEpochMs: NOW_EPOCH_MS };
  const hourReads = await countReads((history) => analyseHours(hours, { ...base, history, timezone }));
  const leakReads = await countReads((history) => analyseLeaks(leaks, { ...base, history }));
  const ofDeployment = samplesOfHours([], { deployment, atEpochMs: NOW_EPOCH_MS }).length;
  return sumUsage([
    ...(hours.length === 0 ? [] : [analysis(HOURS_EVERY_MS, hourReads), { metrics: ofDeployment }]),
    // LeakSuspected; MinutesUntilLimit has data only while a leak lasts.
    ...(leaks.length === 0 ? [] : [analysis(LEAKS_EVERY_MS, leakReads), { metrics: leaks.length }]),
  ]);
}

function analysis(everyMs: number, reads: number): Partial<Usage> {
  const starts = MONTH_MS / everyMs;
  return {
    metricReads: starts * reads,
    apiRequests: starts,
    lambdaRuns: starts,
    lambdaGbSeconds: starts * MEMORY_GB * ANALYSIS_SECONDS,
    scheduledStarts: starts,
  };
}

/** Metrics that one analysis asks for while nothing rises. */
async function countReads(analyse: (history: MetricHistory) => Promise<unknown>): Promise<number> {
  let count = 0;
  const read = async (queries: readonly HistoryQuery[]) => {
    count += queries.length;
    return queries.map(() => ({ points: [] }));
  };
  await analyse({ read });
  return count;
}
