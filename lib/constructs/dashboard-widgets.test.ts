import { describe, expect, it } from "vitest";
import { METRICS } from "../core/metrics/catalogue.ts";
import { ALARMS_PER_WIDGET_MAX, type DashboardInput, dashboardWidgets, type Widget } from "./dashboard-widgets.ts";

describe("dashboardWidgets", () => {
  it("has the same size for any number of checks, but for the list of alarms", () => {
    const withoutAlarms = (count: number) =>
      dashboardWidgets(input({ checkAlarmArns: arns(count) })).filter(({ type }) => type !== "alarm");
    expect(withoutAlarms(1_000)).toHaveLength(withoutAlarms(1).length);
  });

  it("shows every alarm once, at most 100 a widget", () => {
    const shown = alarmsOf(dashboardWidgets(input({ checkAlarmArns: arns(250) })));
    expect(shown.map((alarms) => alarms.length)).toEqual([100, 100, 50, 1]);
    expect(Math.max(...shown.map((alarms) => alarms.length))).toBe(ALARMS_PER_WIDGET_MAX);
    expect(new Set(shown.flat()).size).toBe(251);
  });

  it("shows every metric of the catalogue", () => {
    const body = JSON.stringify(dashboardWidgets(input()));
    for (const metric of Object.keys(METRICS))
      expect(body).toMatch(new RegExp(`MetricName=\\\\"${metric}\\\\"|"${metric}"|} ${metric}'`));
  });

  it("finds the series of this deployment only", () => {
    const searches = JSON.stringify(dashboardWidgets(input())).match(/SEARCH\(.*?\)/g) ?? [];
    expect(searches.length).toBeGreaterThan(0);
    for (const search of searches) expect(search).toMatch(/Deployment=\\"acme\\"|{\\"Bongsu\/acme\\"}/);
  });

  it("fills the grid without overlap", () => {
    const cells = dashboardWidgets(input({ checkAlarmArns: arns(150) })).flatMap(cellsOf);
    expect(new Set(cells).size).toBe(cells.length);
    expect(cells.length % 24).toBe(0);
  });

  it("opens with what the colours mean and where the runbook is", () => {
    const [header] = dashboardWidgets(input());
    expect(header?.properties.markdown).toContain("Red: down.");
    expect(header?.properties.markdown).toContain("https://docs.example/runbook.md");
  });
});

function input(part: Partial<DashboardInput> = {}): DashboardInput {
  return {
    deployment: "acme",
    region: "ap-northeast-2",
    runbookUrl: "https://docs.example/runbook.md",
    checkAlarmArns: arns(2),
    systemAlarmArns: ["arn:system"],
    functionNames: ["bongsu-acme-prober-region"],
    deadLetterQueueName: "bongsu-acme-dead-letters",
    ...part,
  };
}

function arns(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `arn:${index}`);
}

function alarmsOf(widgets: readonly Widget[]): string[][] {
  return widgets.filter(({ type }) => type === "alarm").map(({ properties }) => properties.alarms as string[]);
}

function cellsOf({ x, y, width, height }: Widget): string[] {
  return Array.from({ length: width * height }, (_, index) => `${x + (index % width)},${y + Math.floor(index / width)}`);
}
