/** The metric history of CloudWatch, in as few calls as its limits allow. What could not be read whole is said, never guessed. */
import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandOutput,
  type MetricDataQuery,
  type MetricDataResult,
} from "@aws-sdk/client-cloudwatch";
import type { Clock, HistoryAnswer, HistoryQuery, MetricHistory } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import type { Point } from "../core/trends/series.ts";
import { describeApiError, remedyOf } from "./api-error.ts";
import { backOffMs } from "./back-off.ts";
import { LATE, within } from "./within.ts";

export interface MetricHistoryOptions {
  readonly client: CloudWatchClient;
  /** Time for one `read`, all calls, attempts and pauses included. */
  readonly budgetMs: number;
  readonly clock?: Clock;
  /** For the jitter, in [0, 1). */
  readonly random?: () => number;
}

/** Limits of one call. */
const QUERIES_MAX = 500;
const DATAPOINTS_MAX = 100_800;
const ATTEMPT_MAX_MS = 10_000;
const FIRST_PAUSE_MS = 200;
const PAUSE_MAX_MS = 3_000;
/** A page holds up to 100,800 datapoints, so more than these are an endless loop. */
const PAGES_MAX = 100;

export function createMetricHistory(options: MetricHistoryOptions): MetricHistory {
  return { read: (queries) => new Reading({ clock: systemClock, random: Math.random, ...options }).run(queries) };
}

interface Asked {
  readonly query: HistoryQuery;
  /** Place among all queries. */
  readonly at: number;
}

/** One `read`: its time, what came of it. */
class Reading {
  readonly #options: Required<MetricHistoryOptions>;
  readonly #endMs: number;

  constructor(options: Required<MetricHistoryOptions>) {
    this.#options = options;
    this.#endMs = options.clock.monotonicMs() + options.budgetMs;
  }

  async run(queries: readonly HistoryQuery[]): Promise<HistoryAnswer[]> {
    const answers: HistoryAnswer[] = queries.map(() => ({ unavailable: "was not asked" }));
    for (const batch of toBatches(queries)) {
      const results = await this.#readBatch(batch);
      for (const [index, { at }] of batch.entries()) {
        answers[at] = typeof results === "string" ? { unavailable: results } : toAnswer(results[index]);
      }
    }
    return answers;
  }

  /** Results in the order of the batch, all pages together; a sentence when any page is missing. */
  async #readBatch(batch: readonly Asked[]): Promise<Collected[] | string> {
    const collected = batch.map((): Collected => ({ points: [], status: "Complete" }));
    let nextToken: string | undefined;
    for (let page = 0; page < PAGES_MAX; page += 1) {
      const answer = await this.#ask(batch, nextToken);
      if (typeof answer === "string") return answer;
      for (const result of answer.MetricDataResults ?? []) collect(collected, result);
      nextToken = answer.NextToken;
      if (nextToken === undefined || nextToken === "") return collected;
    }
    return `CloudWatch gave more than ${PAGES_MAX} pages`;
  }

  /** Tries again while that may help and time remains. */
  async #ask(batch: readonly Asked[], nextToken: string | undefined): Promise<GetMetricDataCommandOutput | string> {
    const { clock, random, budgetMs } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#attempt(batch, nextToken);
      if (!("reason" in answer)) return answer;
      if (!answer.mayHelpLater) return answer.reason;
      const pauseMs = backOffMs(attempt, { firstMs: FIRST_PAUSE_MS, maxMs: PAUSE_MAX_MS, random });
      if (pauseMs >= this.#remainingMs()) return `${answer.reason} (tried for ${budgetMs} ms)`;
      await clock.sleep(pauseMs);
    }
  }

  async #attempt(batch: readonly Asked[], nextToken: string | undefined): Promise<GetMetricDataCommandOutput | Refusal> {
    const timeoutMs = Math.min(ATTEMPT_MAX_MS, this.#remainingMs());
    if (timeoutMs === 0) return { mayHelpLater: true, reason: "no time was left" };
    const command = toCommand(batch, nextToken);
    const send = (abortSignal: AbortSignal) => this.#options.client.send(command, { abortSignal });
    try {
      const answer = await within(send, { timeoutMs, clock: this.#options.clock });
      return answer === LATE ? { mayHelpLater: true, reason: "CloudWatch did not answer in time" } : answer;
    } catch (error) {
      return { mayHelpLater: remedyOf(error) === "later", reason: describeApiError(error) };
    }
  }

  #remainingMs(): number {
    return Math.max(0, this.#endMs - this.#options.clock.monotonicMs());
  }
}

interface Refusal {
  readonly reason: string;
  readonly mayHelpLater: boolean;
}

interface Collected {
  readonly points: Point[];
  /** Of the last page that held this series. */
  status: string;
}

/** One call has one span of time, and at most so many series. */
function toBatches(queries: readonly HistoryQuery[]): Asked[][] {
  const asked = queries.map((query, at) => ({ query, at }));
  const bySpan = Map.groupBy(asked, ({ query }) => `${query.fromEpochMs} ${query.toEpochMs}`);
  return [...bySpan.values()].flatMap((sameSpan) =>
    Array.from({ length: Math.ceil(sameSpan.length / QUERIES_MAX) }, (_, index) =>
      sameSpan.slice(index * QUERIES_MAX, (index + 1) * QUERIES_MAX),
    ),
  );
}

function toCommand(batch: readonly Asked[], nextToken: string | undefined): GetMetricDataCommand {
  const [first] = batch;
  return new GetMetricDataCommand({
    StartTime: new Date(first?.query.fromEpochMs ?? 0),
    EndTime: new Date(first?.query.toEpochMs ?? 0),
    ScanBy: "TimestampAscending",
    MaxDatapoints: DATAPOINTS_MAX,
    MetricDataQueries: batch.map(({ query }, index) => toMetricDataQuery(query, index)),
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
  });
}

function toMetricDataQuery({ metric }: HistoryQuery, index: number): MetricDataQuery {
  const Dimensions = Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value }));
  return {
    Id: `q${index}`,
    MetricStat: {
      Metric: { Namespace: metric.namespace, MetricName: metric.name, Dimensions },
      Period: metric.periodMs / 1_000,
      Stat: metric.statistic,
    },
  };
}

function collect(collected: readonly Collected[], { Id = "", Timestamps = [], Values = [], StatusCode }: MetricDataResult): void {
  const own = collected[Number(Id.slice(1))];
  if (own === undefined) return;
  own.status = StatusCode ?? "";
  for (const [index, timestamp] of Timestamps.entries()) {
    const value = Values[index];
    if (value !== undefined) own.points.push({ atEpochMs: timestamp.getTime(), value });
  }
}

function toAnswer(collected: Collected | undefined): HistoryAnswer {
  if (collected === undefined) return { unavailable: "CloudWatch did not answer this query" };
  if (collected.status !== "Complete") return { unavailable: `CloudWatch answered with ${collected.status || "no status"}` };
  return { points: collected.points.toSorted((one, other) => one.atEpochMs - other.atEpochMs) };
}
