import { describe, expect, it } from "vitest";
import { METRICS } from "../core/metrics/catalogue.ts";
import { CHECK_VARIABLE, checkVariable, checkWidgets } from "./dashboard-check.ts";
import type { Widget } from "./dashboard-grid.ts";
import { ALARMS_PER_WIDGET_MAX, type DashboardInput } from "./dashboard-input.ts";
import { overviewWidgets } from "./dashboard-overview.ts";
import { SERIES_MAX } from "./dashboard-queries.ts";
import { fixedOffset } from "./dashboard-timezone.ts";

/** CloudWatch's limits. */
const WIDGETS_MAX = 500;
const METRICS_A_WIDGET_MAX = 500;
const METRICS_A_DASHBOARD_MAX = 2_500;
/** So many alarms has a check that asks for all of them. */
const ALARMS_A_CHECK = 5;

describe.each([10, 100, 1_000])("the dashboards of %d checks", (count) => {
  const sized = input({ checksTotal: count, checkAlarmArns: arns(ALARMS_A_CHECK * count) });

  it.each([
    ["overview", overviewWidgets(sized)],
    ["check", checkWidgets(sized)],
  ])("stay within CloudWatch's limits: %s", (_, widgets) => {
    const metrics = widgets.map(metricsAtMost);
    expect(widgets.length).toBeLessThanOrEqual(WIDGETS_MAX);
    expect(Math.max(...metrics)).toBeLessThanOrEqual(METRICS_A_WIDGET_MAX);
    expect(metrics.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(METRICS_A_DASHBOARD_MAX);
  });

  it.each([
    ["overview", overviewWidgets(sized)],
    ["check", checkWidgets(sized)],
  ])("fill the grid without overlap, but for the foot of a row: %s", (_, widgets) => {
    const cells = widgets.flatMap(cellsOf);
    expect(new Set(cells).size).toBe(cells.length);
    expect(cells.length % 24).toBe(0);
  });

  it("do not grow with the checks, but for the list of alarms", () => {
    const few = overviewWidgets(input({ checksTotal: 1 }));
    const isGrowing = ({ type }: Widget) => type === "alarm";
    expect(overviewWidgets(sized).filter((one) => !isGrowing(one))).toHaveLength(few.filter((one) => !isGrowing(one)).length);
    expect(checkWidgets(sized)).toEqual(checkWidgets(input({ ...sized, checksTotal: 1 })));
  });
});

describe("the overview", () => {
  it("shows every alarm once, at most 100 a widget", () => {
    const shown = alarmsOf(overviewWidgets(input({ checkAlarmArns: arns(250) })));
    expect(shown.map((alarms) => alarms.length)).toEqual([100, 100, 50, 1]);
    expect(Math.max(...shown.map((alarms) => alarms.length))).toBe(ALARMS_PER_WIDGET_MAX);
    expect(new Set(shown.flat()).size).toBe(251);
  });

  it("opens with the legend, the way to the other dashboard and to the runbook, and what a permission would allow", () => {
    const [header] = overviewWidgets(input());
    const markdown = String(header?.properties.markdown);
    for (const part of [
      "✕ DOWN",
      "](https://console.example/check)",
      "https://docs.example/runbook.md",
      "customWidget-bongsu-acme",
    ]) {
      expect(markdown).toContain(part);
    }
  });

  it("puts native numbers before the picture that needs a permission", () => {
    const types = overviewWidgets(input()).map(({ type }) => type);
    expect(types.slice(0, 9)).toEqual(["text", ...Array.from({ length: 6 }, () => "metric"), "alarm", "custom"]);
  });

  it("asks one question of Metrics Insights a widget, which is all that CloudWatch allows", () => {
    for (const { properties } of overviewWidgets(input())) {
      expect(JSON.stringify(properties).match(/SELECT /g)?.length ?? 0).toBeLessThanOrEqual(1);
    }
  });

  it("quotes every name, since some are words of the language", () => {
    expect(JSON.stringify(overviewWidgets(input()))).toContain(
      String.raw`SELECT MAX(\"LatencyMs\") FROM SCHEMA(\"Bongsu\", \"Deployment\", \"Check\", \"Location\") WHERE \"Deployment\" = 'acme' GROUP BY \"Check\" ORDER BY MAX() DESC LIMIT 10`,
    );
  });

  it("draws the rows again when the dashboard refreshes or shows another time", () => {
    expect(overviewWidgets(input()).find(({ type }) => type === "custom")?.properties).toMatchObject({
      endpoint: "arn:widget",
      params: { view: "overview" },
      updateOn: { refresh: true, timeRange: true, resize: false },
    });
  });
});

describe("the dashboard of a check", () => {
  it("has a variable that finds the checks of this deployment by themselves", () => {
    expect(checkVariable(input())).toMatchObject({
      type: "pattern",
      pattern: CHECK_VARIABLE,
      populateFrom: "Check",
      search: '{Bongsu,Deployment,Check,Location} MetricName="Up" Deployment="acme"',
    });
  });

  it("lists the checks where metrics of some are OTLP, which no search finds", () => {
    const variable = checkVariable(input({ choices: ["acme/a", "acme/b"] }));
    const values = [
      { value: "acme/a", label: "acme/a" },
      { value: "acme/b", label: "acme/b" },
    ];
    expect(variable).toMatchObject({ pattern: CHECK_VARIABLE, inputType: "select", values, defaultValue: "acme/a" });
    expect(variable).not.toHaveProperty("search");
  });

  it("asks everything of the chosen check alone, at every place it may run from", () => {
    const asking = checkWidgets(input()).filter(({ type }) => type !== "text");
    for (const { properties } of asking) expect(JSON.stringify(properties)).toContain(CHECK_VARIABLE);
    const [first] = asking;
    expect(JSON.stringify(first?.properties)).toContain('"Location","ap-northeast-2/vpc"');
  });

  it("reads the log last, because that is paid for", () => {
    const last = checkWidgets(input()).at(-1);
    expect(last?.type).toBe("log");
    expect(last?.properties.query).toMatch(
      /^SOURCE '\/bongsu\/acme\/prober-region' \| SOURCE '\/bongsu\/acme\/prober-vpc' \| fields .* \| filter bongsu = "outcome" and check = "__CHECK__" \| sort @timestamp desc \| limit 20$/,
    );
  });
});

describe("both dashboards together", () => {
  it("show every metric of the catalogue", () => {
    const body = JSON.stringify([overviewWidgets(input()), checkWidgets(input())]);
    for (const metric of Object.keys(METRICS)) expect(body).toMatch(new RegExp(`\\\\"${metric}\\\\"|"${metric}"|} ${metric}'`));
  });

  it("find the series of this deployment only", () => {
    const body = JSON.stringify([overviewWidgets(input()), checkWidgets(input())]);
    const questions = body.match(/(?:SEARCH|SELECT).*?"(?=,"id")/g) ?? [];
    expect(questions.length).toBeGreaterThan(10);
    for (const question of questions) {
      expect(question).toMatch(/Deployment=\\"acme\\"|{\\"Bongsu\/acme\\"}|\\"Deployment\\" = 'acme'/);
    }
  });

  it("count time in the deployment's zone where its clocks never change", () => {
    expect(fixedOffset("Asia/Seoul")).toBe("+0900");
    expect(fixedOffset("Asia/Kolkata")).toBe("+0530");
    expect(fixedOffset("UTC")).toBe("+0000");
    expect(fixedOffset("Europe/Berlin")).toBeUndefined();
    expect(JSON.stringify(overviewWidgets(input()))).toContain('"timezone":"+0900"');
    expect(JSON.stringify(overviewWidgets(input({ timezone: "Europe/Berlin" })))).not.toContain('"timezone"');
  });
});

function input(part: Partial<DashboardInput> = {}): DashboardInput {
  return {
    deployment: "acme",
    region: "ap-northeast-2",
    timezone: "Asia/Seoul",
    runbookUrl: "https://docs.example/runbook.md",
    checkDashboardUrl: "https://console.example/check",
    widgetArn: "arn:widget",
    widgetName: "customWidget-bongsu-acme",
    checksTotal: 2,
    locations: ["ap-northeast-2", "ap-northeast-2/vpc"],
    checkAlarmArns: arns(2),
    systemAlarmArns: ["arn:system"],
    functionNames: ["bongsu-acme-prober-region"],
    logGroupNames: ["/bongsu/acme/prober-region", "/bongsu/acme/prober-vpc"],
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

/** Series that a widget may draw or calculate with, at the most. */
function metricsAtMost({ properties }: Widget): number {
  const metrics = (properties.metrics ?? []) as readonly (readonly (string | { expression?: string })[])[];
  return metrics.map(([first]) => seriesAtMost(first)).reduce((sum, one) => sum + one, 0);
}

/** Shards of 1,000 checks of two intervals from two places, and a check's own series, are fewer than these. */
const SHARDS_MAX = 20;
const NAMED_SERIES_MAX = 100;

function seriesAtMost(first: string | { expression?: string } | undefined): number {
  const expression = typeof first === "object" ? (first.expression ?? "") : "";
  if (expression.startsWith("SELECT")) return Number(/LIMIT (\d+)$/.exec(expression)?.[1] ?? 1);
  // A calculation reads nothing by itself.
  if (!expression.startsWith("SEARCH")) return typeof first === "object" ? 0 : 1;
  if (expression.includes(CHECK_VARIABLE)) return NAMED_SERIES_MAX;
  return expression.includes(",Shard,") ? SHARDS_MAX : SERIES_MAX;
}
