/**
 * The dashboard as data: native widgets only, since they need no permission. Series are found by SEARCH, so that the
 * dashboard has the same size for 10 checks and for 1,000.
 */
import { deploymentNamespace, METRIC_NAMESPACE, type MetricName, SERIES_DIMENSION } from "../core/metrics/catalogue.ts";
import type { Statistic } from "../core/model/statistic.ts";

/** A widget as CloudWatch's dashboard body has it; the grid is 24 wide. */
export interface Widget {
  readonly type: "text" | "alarm" | "metric";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface DashboardInput {
  readonly deployment: string;
  readonly region: string;
  readonly runbookUrl: string;
  readonly checkAlarmArns: readonly string[];
  readonly systemAlarmArns: readonly string[];
  readonly functionNames: readonly string[];
  readonly deadLetterQueueName: string;
}

/** CloudWatch's limit for one widget. */
export const ALARMS_PER_WIDGET_MAX = 100;
const FULL_WIDTH = 24;
const CERTIFICATE_WARNING_DAYS = 14;

/** From what people need first to what operators need: state, availability and latency, what comes slowly, the prober itself. */
export function dashboardWidgets(input: DashboardInput): Widget[] {
  return stack([
    [header(input)],
    ...alarmRows("Checks", input.checkAlarmArns),
    [availability(input), latency(input)],
    [slowAnswers(input), logEvents(input)],
    [certificates(input), namedSeries(input)],
    [leaks(input), limits(input), slowHours(input)],
    ...alarmRows("Bongsu itself", input.systemAlarmArns),
    [heartbeats(input), runsLost(input), loopLag(input)],
    [invocations(input), durations(input), lostForGood(input)],
  ]);
}

interface Tile {
  readonly type: Widget["type"];
  readonly height: number;
  readonly properties: Widget["properties"];
}

/** Rows of tiles of equal width, one below the other. */
function stack(rows: readonly (readonly Tile[])[]): Widget[] {
  let y = 0;
  return rows.flatMap((tiles) => {
    const width = FULL_WIDTH / tiles.length;
    const widgets = tiles.map(({ type, height, properties }, index) => ({
      type,
      x: index * width,
      y,
      width,
      height,
      properties,
    }));
    y += Math.max(...tiles.map(({ height }) => height));
    return widgets;
  });
}

function header({ deployment, runbookUrl }: DashboardInput): Tile {
  const markdown = [
    `# Bongsu: ${deployment}`,
    "Red: down. Green: up. Grey: no data yet. Availability is the share of runs that were up or slow; latency is of runs that were answered.",
    `What each alarm means and what to do: ${runbookUrl}`,
  ].join("\n\n");
  return { type: "text", height: 3, properties: { markdown } };
}

function alarmRows(title: string, arns: readonly string[]): Tile[][] {
  const pages = Math.ceil(arns.length / ALARMS_PER_WIDGET_MAX);
  return Array.from({ length: pages }, (_, page) => {
    const alarms = arns.slice(page * ALARMS_PER_WIDGET_MAX, (page + 1) * ALARMS_PER_WIDGET_MAX);
    const pageTitle = pages === 1 ? title : `${title} (${page + 1} of ${pages})`;
    return [
      {
        type: "alarm",
        height: Math.min(8, 2 + Math.ceil(alarms.length / 8)),
        properties: { title: pageTitle, alarms, sortBy: "stateUpdatedTimestamp" },
      },
    ];
  });
}

function availability(input: DashboardInput): Tile {
  return lines("Availability, 1 = every run was up or slow", input, {
    metrics: [searched(input, { dimension: "Check", metric: "Up", statistic: "Average" })],
    yAxis: axis("share of runs", { min: 0, max: 1 }),
  });
}

function latency(input: DashboardInput): Tile {
  return lines("Latency, 95th percentile", input, {
    metrics: [searched(input, { dimension: "Check", metric: "LatencyMs", statistic: "p95" })],
    yAxis: axis("ms", { min: 0 }),
  });
}

function slowAnswers(input: DashboardInput): Tile {
  return lines("Slow answers, 1 = every run", input, {
    metrics: [searched(input, { dimension: "Check", metric: "Slow", statistic: "Average" })],
    yAxis: axis("share of runs", { min: 0, max: 1 }),
  });
}

/** Their metrics have no dimensions: the namespace is the deployment's own, and the name holds the check. */
function logEvents(input: DashboardInput): Tile {
  const terms = `{"${deploymentNamespace(input.deployment)}"} ${"LogEvents" satisfies MetricName}`;
  const expression = `SEARCH('${terms}', '${"Sum" satisfies Statistic}', 300)`;
  return lines("Log events that match, in 5 minutes", input, {
    metrics: [[{ expression, id: "logEvents", label: "${PROP('MetricName')}", region: input.region }]],
  });
}

function certificates(input: DashboardInput): Tile {
  const daily = { dimension: "Check", metric: "CertificateDaysLeft", statistic: "Minimum", periodSeconds: 86_400 } as const;
  return lines("Certificates, days left", input, {
    metrics: [searched(input, daily)],
    period: daily.periodSeconds,
    yAxis: axis("days", { min: 0 }),
    annotations: { horizontal: [{ value: CERTIFICATE_WARNING_DAYS, label: "renew now", fill: "below" }] },
  });
}

/** What checks of kind `metrics` read, each under the name that the check gives it. */
function namedSeries(input: DashboardInput): Tile {
  return lines("Values of named series", input, {
    metrics: [searched(input, { dimension: "Check", metric: "Value", statistic: "Average", below: SERIES_DIMENSION })],
  });
}

function leaks(input: DashboardInput): Tile {
  return lines("Leak suspected", input, {
    metrics: [searched(input, { dimension: "Check", metric: "LeakSuspected", statistic: "Maximum", below: SERIES_DIMENSION })],
    yAxis: axis("1 = yes", { min: 0, max: 1 }),
  });
}

function limits(input: DashboardInput): Tile {
  const soonest = { dimension: "Check", metric: "MinutesUntilLimit", statistic: "Minimum", below: SERIES_DIMENSION } as const;
  return lines("Minutes until a limit, while a leak lasts", input, {
    metrics: [searched(input, soonest)],
    yAxis: axis("min", { min: 0 }),
  });
}

function slowHours(input: DashboardInput): Tile {
  const hourly = { dimension: "Check", metric: "SlowHour", statistic: "Maximum", periodSeconds: 3_600 } as const;
  return lines("Hours of the day that are slow day after day", input, {
    metrics: [searched(input, hourly)],
    period: hourly.periodSeconds,
    yAxis: axis("hours", { min: 0 }),
  });
}

function heartbeats(input: DashboardInput): Tile {
  return lines("Passes that ended", input, {
    metrics: [searched(input, { dimension: "Shard", metric: "Heartbeat", statistic: "Sum" })],
  });
}

function runsLost(input: DashboardInput): Tile {
  return lines("Runs without a verdict: our own fault, or not started in time", input, {
    metrics: (["Unknown", "Missed"] as const).map((metric) => searched(input, { dimension: "Shard", metric, statistic: "Sum" })),
  });
}

function loopLag(input: DashboardInput): Tile {
  return lines("Event loop, worst delay in ms", input, {
    metrics: [searched(input, { dimension: "Shard", metric: "LoopLagMs", statistic: "Maximum" })],
  });
}

function invocations(input: DashboardInput): Tile {
  const { functionNames } = input;
  const metrics = functionNames.flatMap((name) => ["Errors", "Throttles"].map((metric) => lambdaSeries(metric, name, "Sum")));
  return lines("Prober: errors and throttles", input, { metrics });
}

function durations(input: DashboardInput): Tile {
  const metrics = input.functionNames.map((name) => lambdaSeries("Duration", name, "Maximum"));
  return lines("Prober: longest invocation in ms", input, { metrics });
}

function lostForGood(input: DashboardInput): Tile {
  const { deployment, deadLetterQueueName } = input;
  return lines("Lost: runs that never took place, undelivered measurements, untold messages", input, {
    metrics: [
      [
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        "QueueName",
        deadLetterQueueName,
        { stat: "Maximum", label: "dead letters" },
      ],
      [deploymentNamespace(deployment), "Undelivered" satisfies MetricName, { stat: "Sum", label: "undelivered" }],
      [deploymentNamespace(deployment), "Untold" satisfies MetricName, { stat: "Sum", label: "untold" }],
    ],
  });
}

interface Search {
  readonly dimension: "Check" | "Shard";
  readonly metric: MetricName;
  readonly statistic: Statistic | "p95";
  readonly periodSeconds?: number;
  /** A further dimension, where a check has several series of the metric. */
  readonly below?: string;
}

/** All series of a metric at once, each labelled with its check or shard; CloudWatch shows up to 500. */
function searched({ deployment, region }: DashboardInput, search: Search) {
  const { dimension, metric, statistic, periodSeconds = 300, below } = search;
  const schema = `{${[METRIC_NAMESPACE, "Deployment", dimension, "Location", ...(below === undefined ? [] : [below])].join()}}`;
  const terms = `${schema} MetricName="${metric}" Deployment="${deployment}"`;
  const expression = `SEARCH('${terms}', '${statistic}', ${periodSeconds})`;
  const label = `\${PROP('Dim.${dimension}')}${dimension === "Shard" ? ` ${metric}` : ""}${below === undefined ? "" : ` \${PROP('Dim.${below}')}`}`;
  return [{ expression, id: metric.charAt(0).toLowerCase() + metric.slice(1), label, region }];
}

function axis(label: string, range: { min: number; max?: number }) {
  return { left: { label, showUnits: false, ...range } };
}

function lambdaSeries(metric: string, functionName: string, stat: Statistic): readonly unknown[] {
  return ["AWS/Lambda", metric, "FunctionName", functionName, { stat, label: `${metric} ${functionName}` }];
}

function lines(title: string, { region }: DashboardInput, properties: Readonly<Record<string, unknown>>): Tile {
  return {
    type: "metric",
    height: 6,
    properties: { title, region, view: "timeSeries", stacked: false, period: 300, ...properties },
  };
}
