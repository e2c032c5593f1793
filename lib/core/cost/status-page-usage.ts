/** What the status pages use: counted from what their writer asks for and how many of its files tell the time. */
import type { Config } from "../model/check.ts";
import { type Counted, countRuns } from "../status-page/count-runs.ts";
import { planPages } from "../status-page/plan.ts";
import { COUNT_EVERY_MS, WRITE_EVERY_MS } from "../status-page/publish.ts";
import { ALARMS_A_REQUEST, MEMORY_GB, MONTH_MS, STATUS_PAGE_SECONDS } from "./assumptions.ts";
import { countingHistory } from "./counting-history.ts";
import { timesUsage, type Usage } from "./usage.ts";

const LOCATIONS = { region: "region", vpc: "region/vpc" };
/** Any will do, but 1970: that is how far back "nothing was counted yet" lies. */
const NOW_EPOCH_MS = 1_000_000_000_000;
/** Both languages and the data. */
const FILES_THAT_TELL_TIME = 3;

/** Nothing where there are none. `alarms`: of the whole deployment. */
export async function statusPageUsage(config: Config, { alarms }: { readonly alarms: number }): Promise<Partial<Usage>> {
  const pages = planPages(config);
  if (pages.length === 0) return {};
  const writes = MONTH_MS / WRITE_EVERY_MS;
  const counts = MONTH_MS / COUNT_EVERY_MS;
  return {
    ...timesUsage(await readsOfOneCount(config), counts),
    apiRequests: counts + writes * Math.ceil(alarms / ALARMS_A_REQUEST),
    lambdaRuns: writes,
    lambdaGbSeconds: writes * MEMORY_GB * STATUS_PAGE_SECONDS,
    scheduledStarts: writes,
    tableReads: writes,
    objectReads: writes,
    // What was counted is kept as often.
    objectWrites: writes * FILES_THAT_TELL_TIME * pages.length + counts,
  };
}

/** Of a check that was counted before: all the days that a page shows are read but once in its life. */
async function readsOfOneCount(config: Config): Promise<Partial<Usage>> {
  const history = countingHistory(config.checks);
  const checks = planPages(config).flatMap(({ services }) => services.map(({ check }) => check));
  const { name: deployment, timezone } = config;
  const options = { deployment, timezone, locations: LOCATIONS, history, nowEpochMs: NOW_EPOCH_MS };
  const before: Counted = {
    checks: Object.fromEntries(checks.map(({ id }) => [id, { days: {} }])),
    untilEpochMs: NOW_EPOCH_MS,
  };
  await countRuns(checks, before, options);
  const { metricReads, promqlPoints } = history.counted();
  return { metricReads, promqlPoints };
}
