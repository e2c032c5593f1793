/** What the dashboards use: counted from what their widget asks for, with a history that only counts. */
import type { Config } from "../model/check.ts";
import { planWidget } from "../widget/plan-widget.ts";
import { readRows } from "../widget/read-rows.ts";
import { slicesUntil } from "../widget/slices.ts";
import { LOOKS_AT_DASHBOARD } from "./assumptions.ts";
import { countingHistory } from "./counting-history.ts";
import { timesUsage, type Usage } from "./usage.ts";

const DASHBOARDS = 2;
const NOW_EPOCH_MS = 0;
/** Of the six hours that the overview shows at first; any other would cost the same. */
const SLICE_MS = 300_000;

export async function dashboardUsage(config: Config): Promise<Partial<Usage>> {
  return { dashboards: DASHBOARDS, ...timesUsage(await oneLook(config), LOOKS_AT_DASHBOARD) };
}

/** At the overview. */
async function oneLook(config: Config): Promise<Partial<Usage>> {
  const history = countingHistory(config.checks);
  const { deployment, checks } = planWidget(config);
  const source = { deployment, locations: { region: "region", vpc: "region/vpc" }, history };
  await readRows(checks, slicesUntil(NOW_EPOCH_MS, SLICE_MS), source);
  return history.counted();
}
