/** A made-up CloudWatch history and the calls of a dashboard, for tests and pictures of the widget. */
import type { EvidenceLine, Finding } from "../../lib/core/model/diagnosis.ts";
import type { Incident } from "../../lib/core/model/incident.ts";
import { summarise } from "../../lib/core/model/statistic.ts";
import type { HistoryAnswer, HistoryQuery, MetricHistory } from "../../lib/core/ports.ts";
import { answerWidget, type WidgetSurroundings } from "../../lib/core/widget/answer.ts";
import type { WidgetCheck, WidgetManifest } from "../../lib/core/widget/manifest.ts";
import { anIncident } from "./incidents.ts";

const MINUTE_MS = 60_000;
/** A Sunday, 17:40:02 in Seoul. */
export const NOW_EPOCH_MS = Date.UTC(2026, 10, 22, 8, 40, 2);
export const FUNCTION_ARN = "arn:aws:lambda:ap-northeast-2:123456789012:function:customWidget-bongsu-acme";

/** What a run published: `latencyMs` only if it was answered, `slow` only where slowness is watched. */
export interface Run {
  readonly isUp: boolean;
  readonly isSlow?: boolean;
  readonly latencyMs?: number;
}

export type RunOf = (check: string, dueEpochMs: number) => Run | undefined;

export interface MadeUpHistory extends MetricHistory {
  /** Every question, in parts as they came. */
  readonly asked: (readonly HistoryQuery[])[];
}

/** One run a minute until now, as `runOf` says. */
export function madeUpHistory(runOf: RunOf): MadeUpHistory {
  const asked: (readonly HistoryQuery[])[] = [];
  return {
    asked,
    read: async (queries) => {
      asked.push(queries);
      return queries.map((query) => answer(query, runOf));
    },
  };
}

function answer({ metric, fromEpochMs, toEpochMs }: HistoryQuery, runOf: RunOf): HistoryAnswer {
  const points: { atEpochMs: number; value: number }[] = [];
  for (let atEpochMs = fromEpochMs; atEpochMs < toEpochMs; atEpochMs += metric.periodMs) {
    const values: number[] = [];
    for (let due = atEpochMs; due < Math.min(atEpochMs + metric.periodMs, NOW_EPOCH_MS - MINUTE_MS); due += MINUTE_MS) {
      const run = runOf(metric.dimensions.Check ?? "", due);
      const value = run === undefined ? undefined : numberOf(run, metric.name);
      if (value !== undefined) values.push(value);
    }
    const value = summarise(values, metric.statistic);
    if (value !== undefined) points.push({ atEpochMs, value });
  }
  return { points };
}

function numberOf({ isUp, isSlow, latencyMs }: Run, metric: string): number | undefined {
  if (metric === "Up") return Number(isUp);
  return metric === "Slow" ? (isSlow === undefined ? undefined : Number(isSlow)) : latencyMs;
}

export function aWidgetCheck(id: string, part: Partial<WidgetCheck> = {}): WidgetCheck {
  return { id, title: id, from: "region", everyMs: MINUTE_MS, watchesSlowness: true, ...part };
}

export function aWidgetManifest(checks: readonly WidgetCheck[], part: Partial<WidgetManifest> = {}): WidgetManifest {
  const own = { schemaVersion: 1, deployment: "acme", timezone: "Asia/Seoul", language: "en" } as const;
  return { ...own, checks, sameHost: [], tellsPeople: true, ...part };
}

/** As CloudWatch's console sends it. */
export function aContext(part: Readonly<Record<string, unknown>> = {}) {
  return {
    ...{ dashboardName: "bongsu-acme", widgetId: "widget-16", accountId: "123456789012", locale: "en", period: 300 },
    timezone: { label: "Local", offsetISO: "+09:00", offsetInMinutes: 540 },
    timeRange: { mode: "relative", start: NOW_EPOCH_MS - 21_600_000, end: NOW_EPOCH_MS, relativeStart: 21_600_000 },
    ...{ theme: "light", linkCharts: true, title: "", forms: { all: {} }, params: {}, width: 1_200, height: 600 },
    ...part,
  };
}

/** What the function answers; a fault of ours fails the test. */
export async function ask(
  event: unknown,
  { manifest, history, ...part }: Partial<WidgetSurroundings> & Pick<WidgetSurroundings, "manifest" | "history">,
): Promise<string> {
  return await answerWidget(event, {
    ...{ manifest, history, functionArn: FUNCTION_ARN, nowEpochMs: NOW_EPOCH_MS },
    locations: { region: "ap-northeast-2", vpc: "ap-northeast-2/vpc" },
    readIncidents: async () => [],
    onFault: (error) => {
      throw error;
    },
    ...part,
  });
}

/** The widget on a page, which does with CloudWatch's own element what the console does: it is not to be seen. */
export function asPage(drawn: string): string {
  return `<!doctype html><style>cwdb-action { display: none; } body { margin: 0; background: #888; }</style><body>${drawn}</body>`;
}

/** Six checks on an afternoon: one is down since 17:21, one is slow each morning and now, one has no data. */
export const DAY_CHECKS: readonly WidgetCheck[] = [
  aWidgetCheck("acme-prod/checkout", { title: "결제 API" }),
  aWidgetCheck("acme-prod/login", { title: "Login" }),
  aWidgetCheck("acme-prod/refunds", { title: "Refunds" }),
  aWidgetCheck("globex/search", { title: "Search" }),
  aWidgetCheck("globex/legacy"),
  aWidgetCheck("initech/vpn-health", { title: "VPN health", from: "vpc" }),
];

export const dayRuns: RunOf = (check, dueEpochMs) => {
  const minutesAgo = (NOW_EPOCH_MS - dueEpochMs) / MINUTE_MS;
  const hour = new Date(dueEpochMs + 9 * 60 * MINUTE_MS).getUTCHours();
  const noise = 1 + 0.25 * Math.sin(dueEpochMs / 5_000_000) + ((dueEpochMs / MINUTE_MS) % 7) / 50;
  if (check === "initech/vpn-health" && minutesAgo < 45) return undefined;
  if (check === "acme-prod/checkout" && (minutesAgo < 19 || (minutesAgo > 5_000 && minutesAgo < 5_040))) return { isUp: false };
  const isSlow =
    (check === "globex/search" || check === "acme-prod/checkout") &&
    (hour === 4 || (check === "globex/search" && minutesAgo < 60));
  return { isUp: true, isSlow, latencyMs: 85 * noise * (isSlow ? 6 : 1) };
};

/** Since 17:21: the checkout is down, and refunds with it. */
export function anOpenIncident(parts: Partial<Incident> = {}): Incident {
  const sinceEpochMs = NOW_EPOCH_MS - 19 * MINUTE_MS;
  const members = ["acme-prod/checkout", "acme-prod/refunds"].map((check) => ({
    ...{ alarm: `acme: ${check} is down`, topic: "down", check, sinceEpochMs },
  }));
  const finding: Finding = {
    ...{ cause: "server-error", layer: "target", confidence: "confirmed" },
    with: { status: 503 },
    evidence: [
      { line: "answered-status", with: { status: 503, ms: 610 } },
      { line: "said", with: { text: '{"status":"down","reason":"db pool exhausted"}' } },
    ],
  };
  const ruledOut: readonly EvidenceLine[] = [{ line: "address-same", with: { address: "203.0.113.7", runs: 40 } }];
  return anIncident({
    ...{
      root: { kind: "check", name: "acme-prod/checkout" },
      openedAtEpochMs: sinceEpochMs,
      members,
      memberCount: 2,
      sequence: 1,
    },
    diagnosis: { findings: [finding], ruledOut, rejected: [] },
    ...parts,
  });
}

/** Before noon: the search was slow for 25 minutes. */
export function aClosedIncident(): Incident {
  const sinceEpochMs = NOW_EPOCH_MS - 385 * MINUTE_MS;
  const untilEpochMs = sinceEpochMs + 25 * MINUTE_MS;
  const check = "globex/search";
  return anIncident({
    ...{ id: "m2x9", root: { kind: "check", name: check }, severity: "warning", state: "closed" },
    ...{ openedAtEpochMs: sinceEpochMs, closedAtEpochMs: untilEpochMs + 5 * MINUTE_MS },
    members: [{ alarm: `acme: ${check} is slow`, topic: "slow", check, sinceEpochMs, untilEpochMs }],
  });
}
