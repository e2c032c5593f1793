/** Tiles that both dashboards use. */
import type { WidgetParams } from "../core/widget/manifest.ts";
import type { Tile } from "./dashboard-grid.ts";
import { ALARMS_PER_WIDGET_MAX, type DashboardInput } from "./dashboard-input.ts";
import { meanPhases } from "./dashboard-queries.ts";
import { fixedOffset } from "./dashboard-timezone.ts";

type Properties = Readonly<Record<string, unknown>>;

const USUAL_PERIOD_SECONDS = 300;
export const DAY_SECONDS = 86_400;

export function text(height: number, lines: readonly string[]): Tile {
  return { type: "text", height, properties: { markdown: lines.join("\n\n") } };
}

export function lines(title: string, input: DashboardInput, properties: Properties): Tile {
  return metric(title, input, { height: 6, view: "timeSeries", stacked: false, ...properties });
}

/** Where the time goes: phases follow one another, so their means may stand on one another. */
export function phases(input: DashboardInput, check?: string): Tile {
  const metrics = [meanPhases(input, check)];
  return lines("Mean time of each phase (metrics: full)", input, { metrics, stacked: true, yAxis: axis("ms") });
}

/** One number, with its course behind it. */
export function number(title: string, input: DashboardInput, properties: Properties): Tile {
  return metric(title, input, { height: 4, view: "singleValue", sparkline: true, ...properties });
}

function metric(title: string, { region, timezone }: DashboardInput, { height, ...own }: Properties & { height: number }): Tile {
  const offset = fixedOffset(timezone);
  const zone = offset === undefined ? {} : { timezone: offset };
  return { type: "metric", height, properties: { title, region, period: USUAL_PERIOD_SECONDS, ...zone, ...own } };
}

/** What the widget's function draws, again whenever the dashboard refreshes or shows another time. */
export function drawn(
  title: string,
  { widgetArn: endpoint }: DashboardInput,
  { height, params }: { height: number; params: WidgetParams },
): Tile {
  return {
    type: "custom",
    height,
    properties: { title, endpoint, params, updateOn: { refresh: true, resize: false, timeRange: true } },
  };
}

export function alarmRows(title: string, arns: readonly string[]): Tile[][] {
  const pages = Math.ceil(arns.length / ALARMS_PER_WIDGET_MAX);
  return Array.from({ length: pages }, (_, page) => {
    const alarms = arns.slice(page * ALARMS_PER_WIDGET_MAX, (page + 1) * ALARMS_PER_WIDGET_MAX);
    const pageTitle = pages === 1 ? title : `${title} (${page + 1} of ${pages})`;
    const height = Math.min(8, 2 + Math.ceil(alarms.length / 8));
    return [{ type: "alarm", height, properties: { title: pageTitle, alarms, sortBy: "stateUpdatedTimestamp" } }];
  });
}

export function axis(label: string, range: { min: number; max?: number } = { min: 0 }) {
  return { left: { label, showUnits: false, ...range } };
}
