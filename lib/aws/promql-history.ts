/** The metric history of OTLP metrics, over CloudWatch's PromQL. What could not be read whole is said, never guessed. */
import { pointsOfRange, type RangeRequest, type RangeSeries, rangeRequests } from "../core/metrics/promql-range.ts";
import type { Clock, HistoryAnswer, HistoryQuery, MetricHistory } from "../core/ports.ts";
import { isListOf, isRecord, isText } from "../core/shapes.ts";
import { systemClock } from "../core/time/clock.ts";
import type { Point } from "../core/trends/series.ts";
import { describeApiError, remedyOf } from "./api-error.ts";
import { backOffMs } from "./back-off.ts";
import { createMonitoringApi, type MonitoringApi, type MonitoringApiOptions } from "./monitoring-api.ts";
import { LATE, within } from "./within.ts";

export interface PromqlHistoryOptions extends MonitoringApiOptions {
  /** Time for one `read`, all calls, attempts and pauses included. */
  readonly budgetMs: number;
  readonly clock?: Clock;
  /** For the jitter, in [0, 1). */
  readonly random?: () => number;
}

/** CloudWatch itself ends a query after 20 s, and runs 30 of an account at a time. */
const ATTEMPT_MAX_MS = 22_000;
const AT_ONCE = 4;
const FIRST_PAUSE_MS = 200;
const PAUSE_MAX_MS = 3_000;

export function createPromqlHistory({ signer, env, ...options }: PromqlHistoryOptions): MetricHistory {
  const api = createMonitoringApi({ signer, env });
  return { read: (queries) => new Reading(api, { clock: systemClock, random: Math.random, ...options }).run(queries) };
}

type ReadingOptions = Required<Omit<PromqlHistoryOptions, keyof MonitoringApiOptions>>;

/** One `read`: its time, what came of it. */
class Reading {
  readonly #api: MonitoringApi;
  readonly #options: ReadingOptions;
  readonly #endMs: number;

  constructor(api: MonitoringApi, options: ReadingOptions) {
    this.#api = api;
    this.#options = options;
    this.#endMs = options.clock.monotonicMs() + options.budgetMs;
  }

  async run(queries: readonly HistoryQuery[]): Promise<HistoryAnswer[]> {
    const points = queries.map((): Point[] => []);
    const problems = new Map<number, string>();
    const requests = rangeRequests(queries);
    const lane = async () => {
      for (let request = requests.shift(); request !== undefined; request = requests.shift()) {
        const answer = await this.#ask(request);
        if (typeof answer === "string") for (const at of [...request.asked.values()].flat()) problems.set(at, answer);
        else for (const [at, found] of pointsOfRange(request, answer)) points[at]?.push(...found);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    return points.map((found, at) => {
      const unavailable = problems.get(at);
      if (unavailable !== undefined) return { unavailable };
      return { points: found.toSorted((one, other) => one.atEpochMs - other.atEpochMs) };
    });
  }

  /** Tries again while that may help and time remains. */
  async #ask(request: RangeRequest): Promise<readonly RangeSeries[] | string> {
    const { clock, random, budgetMs } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#attempt(request);
      if ("series" in answer) return answer.series;
      if (!answer.mayHelpLater) return answer.reason;
      const pauseMs = backOffMs(attempt, { firstMs: FIRST_PAUSE_MS, maxMs: PAUSE_MAX_MS, random });
      if (pauseMs >= this.#remainingMs()) return `${answer.reason} (tried for ${budgetMs} ms)`;
      await clock.sleep(pauseMs);
    }
  }

  async #attempt(request: RangeRequest): Promise<Answer> {
    const timeoutMs = Math.min(ATTEMPT_MAX_MS, this.#remainingMs());
    if (timeoutMs === 0) return { mayHelpLater: true, reason: "no time was left" };
    const send = (signal: AbortSignal) => this.#api(formOf(request), signal);
    try {
      const text = await within(send, { timeoutMs, clock: this.#options.clock });
      return text === LATE ? { mayHelpLater: true, reason: "CloudWatch did not answer in time" } : read(text);
    } catch (error) {
      return { mayHelpLater: remedyOf(error) === "later", reason: describeApiError(error) };
    }
  }

  #remainingMs(): number {
    return Math.max(0, this.#endMs - this.#options.clock.monotonicMs());
  }
}

type Answer = { readonly series: readonly RangeSeries[] } | { readonly mayHelpLater: boolean; readonly reason: string };

function formOf({ query, startEpochMs, endEpochMs, stepMs }: RangeRequest) {
  const form = { query, start: inSeconds(startEpochMs), end: inSeconds(endEpochMs), step: inSeconds(stepMs) };
  return {
    path: "/api/v1/query_range",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
  } as const;
}

function inSeconds(epochMs: number): string {
  return String(epochMs / 1_000);
}

/** A warning means that series were left out: half an answer would pass for a gap in the numbers. */
function read(text: string): Answer {
  const document = parse(text);
  const data = isRecord(document) ? document.data : undefined;
  const result = isRecord(data) ? data.result : undefined;
  if (!isListOf(result, isSeries)) return { mayHelpLater: false, reason: "CloudWatch's answer cannot be read" };
  const [warning] = isRecord(document) && Array.isArray(document.warnings) ? document.warnings : [];
  if (warning !== undefined)
    return { mayHelpLater: false, reason: `CloudWatch answered in part: ${String(warning).slice(0, 200)}` };
  return { series: result.map(({ metric, values }) => ({ labels: metric, values })) };
}

interface FoundSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

function isSeries(value: unknown): value is FoundSeries {
  if (!isRecord(value) || !isRecord(value.metric) || !Object.values(value.metric).every(isText)) return false;
  return isListOf(value.values, isPoint);
}

function isPoint(value: unknown): value is readonly [number, string] {
  return Array.isArray(value) && typeof value[0] === "number" && typeof value[1] === "string";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
