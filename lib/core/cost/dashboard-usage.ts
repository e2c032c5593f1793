/** What the dashboards use: counted from what their widget asks for, with a history that only counts. */
import type { Config } from "../model/check.ts";
import type { HistoryQuery } from "../ports.ts";
import { planWidget } from "../widget/plan-widget.ts";
import { readRows } from "../widget/read-rows.ts";
import { slicesUntil } from "../widget/slices.ts";
import { LOOKS_AT_DASHBOARD } from "./assumptions.ts";
import type { Usage } from "./usage.ts";

const DASHBOARDS = 2;
const NOW_EPOCH_MS = 0;
/** Of the six hours that the overview shows at first; any other would cost the same. */
const SLICE_MS = 300_000;

export async function dashboardUsage(config: Config): Promise<Partial<Usage>> {
  const { metrics, requests } = await oneLook(config);
  return {
    dashboards: DASHBOARDS,
    metricReads: LOOKS_AT_DASHBOARD * metrics,
    apiRequests: LOOKS_AT_DASHBOARD * requests,
  };
}

/** At the overview. */
async function oneLook(config: Config): Promise<{ readonly metrics: number; readonly requests: number }> {
  let metrics = 0;
  let requests = 0;
  const read = async (queries: readonly HistoryQuery[]) => {
    metrics += queries.length;
    requests += 1;
    return queries.map(() => ({ points: [] }));
  };
  const { deployment, checks } = planWidget(config);
  const source = { deployment, locations: { region: "region", vpc: "region/vpc" }, history: { read } };
  await readRows(checks, slicesUntil(NOW_EPOCH_MS, SLICE_MS), source);
  return { metrics, requests };
}
