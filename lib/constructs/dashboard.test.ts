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
  const sized = input({ checksTotal: count, checkAlarmArns: arns(ALARMS_A_CHECK * count), hasPhases: true });

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
    const few = overviewWidgets(input({ checksTotal: 1, hasPhases: true }));
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
      "● OK, ◐ SLOW, ✕ DOWN, ○ NO DATA",
      "](https://console.example/check)",
      "](https://docs.example/runbook.md)",
      "*Allow always*: the function customWidget-bongsu-acme reads metrics and incidents and changes nothing",
      "Bongsu 0.1.0",
    ]) {
      expect(markdown).toContain(part);
    }
    expect(markdown).not.toContain("status page");
    expect(headOf(overviewWidgets(input({ runbookUrl: "docs/runbook.md" })))).toContain("what to do: docs/runbook.md.");
    const told = headOf(overviewWidgets(input({ statusPageName: "bongsu-acme-status-page" })));
    expect(told).toContain("`aws lambda invoke --function-name bongsu-acme-status-page /dev/stdout`");
  });

  it("lists incidents below the heartbeats, where anybody is told of any", () => {
    const views = (part: Partial<DashboardInput>) =>
      overviewWidgets(input(part)).flatMap(({ properties: { params } }) => (params === undefined ? [] : [params]));
    expect(views({})).toEqual([{ view: "overview" }, { view: "incidents" }]);
    expect(views({ tellsPeople: false })).toEqual([{ view: "overview" }]);
  });

  it("counts failed runs by their code from the logs of every Region, last of all, because that is paid for", () => {
    const elsewhere = [{ region: "us-east-1", functionName: "prober", logGroupName: "/bongsu/acme/prober-us-east-1" }];
    const [here, there] = overviewWidgets(input({ elsewhere })).slice(-2);
    const asked = `filter bongsu = "outcome" and status = "down" | stats count(*) as runs by failure.code | sort runs desc | limit 10`;
    expect(here).toMatchObject({ type: "log", properties: { view: "bar", region: "ap-northeast-2" } });
    expect(here?.properties.query).toBe(`SOURCE '/bongsu/acme/prober-region' | SOURCE '/bongsu/acme/prober-vpc' | ${asked}`);
    expect(there?.properties).toMatchObject({ region: "us-east-1", query: `SOURCE '/bongsu/acme/prober-us-east-1' | ${asked}` });
  });

  it("puts native numbers before the picture that needs a permission", () => {
    const types = overviewWidgets(input()).map(({ type }) => type);
    expect(types.slice(0, 9)).toEqual(["text", ...Array.from({ length: 6 }, () => "metric"), "alarm", "custom"]);
  });

  it("asks one question of Metrics Insights a widget, which is all that CloudWatch allows", () => {
    for (const { properties } of overviewWidgets(input({ hasPhases: true }))) {
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
    const asking = checkWidgets(input({ hasPhases: true })).filter(({ type }) => type !== "text");
    for (const { properties } of asking) expect(JSON.stringify(properties)).toContain(CHECK_VARIABLE);
    const [first] = asking;
    expect(JSON.stringify(first?.properties)).toContain('"Location","ap-northeast-2/vpc"');
  });

  it("leads back to all checks, and tells marks, runbook, permission and version as the other does", () => {
    const markdown = headOf(checkWidgets(input()));
    for (const part of [
      "](https://console.example/overview)",
      "◐ SLOW",
      "](https://docs.example/runbook.md)",
      "*Allow always*",
    ]) {
      expect(markdown).toContain(part);
    }
  });

  it("claims no longer time than a young check can have", () => {
    const titles = [...overviewWidgets(input()), ...checkWidgets(input())].map(({ properties }) => String(properties.title));
    const spans = titles.filter((title) => /\d+ (?:h|days)/.test(title) && !title.startsWith("Last day"));
    expect(spans).toHaveLength(6);
    for (const title of spans) expect(title).toMatch(/, up to \d+ (?:h|days)/);
  });

  it("reads the log last, because that is paid for", () => {
    const [classes, last] = checkWidgets(input()).slice(-2);
    expect(classes?.properties).toMatchObject({
      view: "bar",
      query: expect.stringContaining(`and check = "${CHECK_VARIABLE}" | stats`),
    });
    expect(last?.type).toBe("log");
    expect(last?.properties.query).toMatch(
      /^SOURCE '\/bongsu\/acme\/prober-region' \| SOURCE '\/bongsu\/acme\/prober-vpc' \| fields .* \| filter bongsu = "outcome" and check = "__CHECK__" \| sort @timestamp desc \| limit 20$/,
    );
  });
});

describe("both dashboards together", () => {
  it("show every metric of the catalogue", () => {
    const all = input({ hasPhases: true });
    const body = JSON.stringify([overviewWidgets(all), checkWidgets(all)]);
    for (const metric of Object.keys(METRICS)) expect(body).toMatch(new RegExp(`\\\\"${metric}\\\\"|"${metric}"|} ${metric}'`));
  });

  it("stack the mean times of phases, of all checks and of the chosen one, only where some check has them", () => {
    const drawn = (part: Partial<DashboardInput>) =>
      [overviewWidgets(input(part)), checkWidgets(input(part))].map((widgets) =>
        widgets.filter(({ properties }) => JSON.stringify(properties).includes("PhaseMs")),
      );
    expect(drawn({})).toEqual([[], []]);
    const question = (where: string) =>
      `SELECT AVG("PhaseMs") FROM SCHEMA("Bongsu", "Deployment", "Check", "Location", "Phase") WHERE ${where} GROUP BY "Phase" ORDER BY AVG() DESC LIMIT 20`;
    const tile = (where: string) => ({
      ...{ type: "metric", width: 24 },
      properties: { view: "timeSeries", stacked: true, metrics: [[{ expression: question(where), region: "ap-northeast-2" }]] },
    });
    expect(drawn({ hasPhases: true })).toMatchObject([
      [tile(`"Deployment" = 'acme'`)],
      [tile(`"Deployment" = 'acme' AND "Check" = '${CHECK_VARIABLE}'`)],
    ]);
  });

  it("find the series of this deployment only", () => {
    const all = input({ hasPhases: true });
    const body = JSON.stringify([overviewWidgets(all), checkWidgets(all)]);
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
    overviewUrl: "https://console.example/overview",
    version: "0.1.0",
    tellsPeople: true,
    widgetArn: "arn:widget",
    widgetName: "customWidget-bongsu-acme",
    checksTotal: 2,
    hasPhases: false,
    locations: ["ap-northeast-2", "ap-northeast-2/vpc"],
    checkAlarmArns: arns(2),
    systemAlarmArns: ["arn:system"],
    functionNames: ["bongsu-acme-prober-region"],
    logGroupNames: ["/bongsu/acme/prober-region", "/bongsu/acme/prober-vpc"],
    deadLetterQueueName: "bongsu-acme-dead-letters",
    ...part,
  };
}

function headOf([head]: readonly Widget[]): string {
  return String(head?.properties.markdown);
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
