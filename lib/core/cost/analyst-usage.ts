/** What one analyst uses: counted from what its analyses ask for, with a history that only counts. */
import { analyseHours, hourChecksDue } from "../analysis/analyse-hours.ts";
import { analyseLeaks } from "../analysis/analyse-leaks.ts";
import { type AnalystManifest, HOURS_EVERY_MS, LEAKS_EVERY_MS } from "../analysis/manifest.ts";
import { samplesOfHours } from "../metrics/analysis-samples.ts";
import type { MetricHistory } from "../ports.ts";
import { ANALYSIS_SECONDS, HOURS_CHECK_SECONDS, MEMORY_GB, MONTH_MS, OTLP_POINT_BYTES } from "./assumptions.ts";
import { type CountedCheck, countingHistory } from "./counting-history.ts";
import { sumUsage, timesUsage, type Usage } from "./usage.ts";

const LOCATIONS = { region: "region", vpc: "region/vpc" };
/** An hour in which everything is looked at, and one of the others. */
const FIRST_HOUR_EPOCH_MS = 0;
const OTHER_HOUR_EPOCH_MS = HOURS_EVERY_MS;
const DAYS_A_MONTH = MONTH_MS / 86_400_000;
const GIGABYTE_BYTES = 1_000_000_000;

export async function analystUsage(manifest: AnalystManifest): Promise<Usage> {
  const { hours, leaks } = manifest;
  return sumUsage([
    ...(hours.length === 0 ? [] : await hoursUsage(manifest)),
    ...(leaks.length === 0 ? [] : await leaksUsage(manifest)),
  ]);
}

async function hoursUsage({ deployment, hours, timezone }: AnalystManifest): Promise<Partial<Usage>[]> {
  const readsAt = (nowEpochMs: number) => {
    const options = { deployment, timezone, locations: LOCATIONS, nowEpochMs };
    return countReads(hours, (history) => analyseHours(hourChecksDue(hours, nowEpochMs), { ...options, history }));
  };
  const starts = MONTH_MS / HOURS_EVERY_MS;
  const everyHour = hourChecksDue(hours, OTHER_HOUR_EPOCH_MS).length;
  const checksLookedAt = everyHour * starts + (hours.length - everyHour) * DAYS_A_MONTH;
  const ofDeployment = samplesOfHours([], { deployment, atEpochMs: FIRST_HOUR_EPOCH_MS }).length;
  return [
    ...[analysis(HOURS_EVERY_MS), { metrics: ofDeployment }],
    { lambdaGbSeconds: checksLookedAt * MEMORY_GB * HOURS_CHECK_SECONDS },
    timesUsage(await readsAt(FIRST_HOUR_EPOCH_MS), DAYS_A_MONTH),
    timesUsage(await readsAt(OTHER_HOUR_EPOCH_MS), starts - DAYS_A_MONTH),
  ];
}

/** LeakSuspected; MinutesUntilLimit has data only while a leak lasts. */
async function leaksUsage({ deployment, leaks }: AnalystManifest): Promise<Partial<Usage>[]> {
  const options = { deployment, locations: LOCATIONS, nowEpochMs: FIRST_HOUR_EPOCH_MS };
  const reads = await countReads(leaks, (history) => analyseLeaks(leaks, { ...options, history }));
  const starts = MONTH_MS / LEAKS_EVERY_MS;
  const ofOtlp = leaks.filter(({ metricForm }) => metricForm === "otlp").length;
  return [
    analysis(LEAKS_EVERY_MS),
    timesUsage(reads, starts),
    { metrics: leaks.length - ofOtlp, otlpGigabytes: (starts * ofOtlp * OTLP_POINT_BYTES) / GIGABYTE_BYTES },
  ];
}

/** What it takes besides what it reads. */
function analysis(everyMs: number): Partial<Usage> {
  const starts = MONTH_MS / everyMs;
  return {
    apiRequests: starts,
    lambdaRuns: starts,
    lambdaGbSeconds: starts * MEMORY_GB * ANALYSIS_SECONDS,
    scheduledStarts: starts,
  };
}

/** Of one analysis while nothing rises. A request for metrics costs by the metric. */
async function countReads(
  checks: readonly CountedCheck[],
  analyse: (history: MetricHistory) => Promise<unknown>,
): Promise<Partial<Usage>> {
  const history = countingHistory(checks);
  await analyse(history);
  const { metricReads, promqlPoints } = history.counted();
  return { metricReads, promqlPoints };
}
