/** What the published metrics tell of one check: usual latency, slow hours, leaks, its series, its shard, and logs of its group. */
import { analyseHours, HOUR_READING_MS } from "../analysis/analyse-hours.ts";
import { analyseLeaks } from "../analysis/analyse-leaks.ts";
import { READING_MS } from "../analysis/leak-windows.ts";
import type { LogCount, SeriesEvidence, ShardHealth } from "../diagnosis/case-file.ts";
import {
  checkDimensions,
  deploymentNamespace,
  logEventsName,
  METRIC_NAMESPACE,
  type MetricName,
  seriesDimensions,
  shardDimensions,
} from "../metrics/catalogue.ts";
import type { Check, Config } from "../model/check.ts";
import type { Locations } from "../model/location.ts";
import type { Statistic } from "../model/statistic.ts";
import type { HistoryQuery, MetricHistory } from "../ports.ts";
import { isProbed } from "../probes/index.ts";
import type { LogsTarget } from "../probes/logs/target.ts";
import type { MetricsTarget } from "../probes/metrics/target.ts";
import { scheduleEveryMs } from "../run/shards.ts";
import type { LeakVerdict } from "../trends/leak-verdict.ts";
import type { Point } from "../trends/series.ts";
import type { TimeOfDayVerdict } from "../trends/time-of-day.ts";
import type { Lead } from "./lead.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Each series that is read costs a thousandth of a cent. */
const SERIES_MAX = 20;
const LOGS_MAX = 5;
const SILENCE_LOOKED_MS = 3 * HOUR_MS;
const LAG_LOOKED_MS = 10 * 60_000;

export interface Numbers {
  readonly latency?: readonly Point[];
  readonly slowHours?: TimeOfDayVerdict;
  readonly leak?: LeakVerdict;
  readonly series: readonly SeriesEvidence[];
  readonly shard?: ShardHealth;
  readonly logs: readonly LogCount[];
}

export interface NumbersOptions {
  readonly config: Config;
  readonly history: MetricHistory;
  readonly locations: Locations;
  readonly nowEpochMs: number;
}

/** Never rejects: what could not be read is left out. */
export async function readNumbers(lead: Lead, options: NumbersOptions): Promise<Numbers> {
  const { check, place } = lead;
  const analysis = { ...options, deployment: options.config.name, timezone: options.config.timezone };
  const [latency, hours, leaks, series, shard, logs] = await Promise.all([
    readLatency(lead, options),
    analyseHours(isProbed(check) ? [{ id: check.id, from: place.vantage, everyMs: check.everyMs }] : [], analysis),
    analyseLeaks([check], analysis),
    readSeries(lead, options),
    readShard(lead, options),
    readLogs(check, options),
  ]);
  const [leak] = leaks.reports;
  const [report] = hours.reports;
  const slowHours = report?.failures.verdict === "slow-hours" ? report.failures : report?.latency;
  return {
    ...(latency.length > 0 && { latency }),
    ...(slowHours !== undefined && { slowHours }),
    ...(leak !== undefined && { leak: leak.verdict }),
    series: series.map((one) => (leak !== undefined && one.name === leak.series ? { ...one, leak: leak.verdict } : one)),
    ...(shard !== undefined && { shard }),
    logs,
  };
}

async function readLatency({ check, place }: Lead, options: NumbersOptions): Promise<readonly Point[]> {
  if (!isProbed(check)) return [];
  const dimensions = checkDimensions(options.config.name, check.id, place.location);
  const reading = { periodMs: HOUR_READING_MS, backMs: 7 * DAY_MS, statistic: "Average" } as const;
  const [points = []] = await readAll(
    [queryOf({ name: "LatencyMs" satisfies MetricName, dimensions, ...reading }, options)],
    options,
  );
  return points;
}

/** The numbers that a check reads from a page, each with the name that the page gives it. */
async function readSeries({ check, place }: Lead, options: NumbersOptions): Promise<SeriesEvidence[]> {
  if (check.kind !== "metrics") return [];
  const { series } = check.target as MetricsTarget;
  const chosen = Object.entries(series).slice(0, SERIES_MAX);
  const { location } = place;
  const queries = chosen.map(([name]) => {
    const dimensions = seriesDimensions(options.config.name, check.id, { location, series: name });
    return queryOf(
      { name: "Value" satisfies MetricName, dimensions, periodMs: READING_MS, backMs: DAY_MS, statistic: "Average" },
      options,
    );
  });
  const answers = await readAll(queries, options);
  return chosen.flatMap(([name, { name: metric, labels }], at): SeriesEvidence[] => {
    const points = answers[at] ?? [];
    return points.length === 0 ? [] : [{ name, metric, labels, points }];
  });
}

/** A heartbeat stands for its whole period: only after its end can the next one be missing. */
async function readShard({ place, watched }: Lead, options: NumbersOptions): Promise<ShardHealth | undefined> {
  if (place.shard === undefined) return undefined;
  const periodMs = scheduleEveryMs(watched);
  const dimensions = shardDimensions(options.config.name, place.shard, place.location);
  const reading = { dimensions, periodMs, backMs: Math.max(SILENCE_LOOKED_MS, 3 * periodMs) };
  const queries = [
    queryOf({ ...reading, name: "Heartbeat" satisfies MetricName, statistic: "Sum" }, options),
    queryOf({ ...reading, name: "LoopLagMs" satisfies MetricName, statistic: "Maximum" }, options),
  ];
  const [heartbeats = [], lags = []] = await readAll(queries, options);
  const last = heartbeats.at(-1);
  const recentLags = lags.filter(({ atEpochMs }) => options.nowEpochMs - atEpochMs <= Math.max(LAG_LOOKED_MS, 2 * periodMs));
  return {
    everyMs: periodMs,
    ...(last !== undefined && { heartbeatAgeMs: Math.max(0, options.nowEpochMs - last.atEpochMs - periodMs) }),
    ...(recentLags.length > 0 && { loopLagMs: Math.max(...recentLags.map(({ value }) => value)) }),
  };
}

/** Events of the last hour that `logs` checks of the same environment counted. */
async function readLogs({ group }: Check, options: NumbersOptions): Promise<LogCount[]> {
  const { checks, name } = options.config;
  const watchers = checks.filter((check) => check.kind === "logs" && check.group === group).slice(0, LOGS_MAX);
  const namespace = deploymentNamespace(name);
  const reading = { dimensions: {}, periodMs: READING_MS, backMs: HOUR_MS, statistic: "Sum", namespace } as const;
  const answers = await readAll(
    watchers.map(({ id }) => queryOf({ ...reading, name: logEventsName(id) }, options)),
    options,
  );
  return watchers.map(({ target }, at) => {
    const { group: logGroup, pattern } = target as LogsTarget;
    const count = (answers[at] ?? []).reduce((sum, { value }) => sum + value, 0);
    return { group: logGroup, pattern, count };
  });
}

interface Reading {
  readonly name: string;
  readonly namespace?: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: Statistic;
  readonly periodMs: number;
  readonly backMs: number;
}

function queryOf({ backMs, namespace = METRIC_NAMESPACE, ...metric }: Reading, { nowEpochMs }: NumbersOptions): HistoryQuery {
  const toEpochMs = Math.ceil(nowEpochMs / metric.periodMs) * metric.periodMs;
  const periods = Math.ceil(backMs / metric.periodMs);
  return { metric: { namespace, ...metric }, fromEpochMs: toEpochMs - periods * metric.periodMs, toEpochMs };
}

/** Points of each query; none where they could not be had. */
async function readAll(queries: readonly HistoryQuery[], { history }: NumbersOptions): Promise<(readonly Point[])[]> {
  if (queries.length === 0) return [];
  return (await history.read(queries)).map((answer) => ("points" in answer ? answer.points : []));
}
