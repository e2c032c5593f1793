/** The metric sink on CloudWatch. What it cannot deliver it hands back with the reason; nothing is lost silently. */
import { type CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { METRIC_NAMESPACE } from "../core/metrics/catalogue.ts";
import type { Sample } from "../core/model/metric.ts";
import type { Clock, MetricSink, Receipt } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { describeApiError, type Remedy, remedyOf } from "./api-error.ts";
import { backOffMs } from "./back-off.ts";
import { type Entry, faultOf, toBatches, toEntry } from "./metric-data.ts";
import { LATE, within } from "./within.ts";

export interface CloudWatchSinkOptions {
  readonly client: CloudWatchClient;
  /** Time for one `publish`, all attempts and pauses included. */
  readonly budgetMs: number;
  readonly clock?: Clock;
  /** For the jitter, in [0, 1). */
  readonly random?: () => number;
}

/** More than credentials may take (see credentials.ts), so that CloudWatch is not blamed for their source. */
const ATTEMPT_MAX_MS = 8_000;
const FIRST_PAUSE_MS = 100;
const PAUSE_MAX_MS = 2_000;
/** Looking for the bad sample of a batch costs calls; where everything is refused, the search must end. */
const REFUSALS_MAX = 100;
const REASONS_MAX = 3;

export function createCloudWatchSink(options: CloudWatchSinkOptions): MetricSink {
  return { publish: (samples) => new Publication({ clock: systemClock, random: Math.random, ...options }).run(samples) };
}

/** Why an attempt did not deliver, and what would help. */
interface Refusal {
  readonly remedy: Remedy;
  readonly reason: string;
}

/** One `publish`: its time, what came of it. */
class Publication {
  readonly #options: Required<CloudWatchSinkOptions>;
  readonly #endMs: number;
  readonly #undelivered: Sample[] = [];
  readonly #reasons = new Set<string>();
  #delivered = 0;
  #refusals = 0;

  constructor(options: Required<CloudWatchSinkOptions>) {
    this.#options = options;
    this.#endMs = options.clock.monotonicMs() + options.budgetMs;
  }

  async run(samples: readonly Sample[]): Promise<Receipt> {
    for (const batch of toBatches(this.#acceptable(samples))) await this.#deliver(batch);
    const reasons = [...this.#reasons].slice(0, REASONS_MAX).join("; ");
    return {
      delivered: this.#delivered,
      undelivered: this.#undelivered,
      ...(reasons === "" ? {} : { reason: reasons }),
    };
  }

  /** One sample that CloudWatch cannot take would cost the whole request. */
  #acceptable(samples: readonly Sample[]): Entry[] {
    const nowEpochMs = this.#options.clock.epochMs();
    const entries: Entry[] = [];
    for (const sample of samples) {
      const fault = faultOf(sample, nowEpochMs);
      if (fault === undefined) entries.push(toEntry(sample));
      else this.#giveUp([sample], fault);
    }
    return entries;
  }

  async #deliver(batch: readonly Entry[]): Promise<void> {
    const refusal = await this.#attemptUntilAnswered(batch);
    if (refusal === undefined) {
      this.#delivered += batch.length;
    } else if (refusal.remedy === "smaller" && batch.length > 1 && this.#refusals < REFUSALS_MAX) {
      this.#refusals += 1;
      const middle = Math.ceil(batch.length / 2);
      await this.#deliver(batch.slice(0, middle));
      await this.#deliver(batch.slice(middle));
    } else {
      const samples = batch.map((entry) => entry.sample);
      this.#giveUp(samples, refusal.reason);
    }
  }

  /** Tries again while that may help and time remains. */
  async #attemptUntilAnswered(batch: readonly Entry[]): Promise<Refusal | undefined> {
    const { clock, random, budgetMs } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const refusal = await this.#attempt(batch);
      if (refusal?.remedy !== "later") return refusal;
      const pauseMs = backOffMs(attempt, { firstMs: FIRST_PAUSE_MS, maxMs: PAUSE_MAX_MS, random });
      if (pauseMs >= this.#remainingMs()) return { ...refusal, reason: `${refusal.reason} (tried for ${budgetMs} ms)` };
      await clock.sleep(pauseMs);
    }
  }

  async #attempt(batch: readonly Entry[]): Promise<Refusal | undefined> {
    const timeoutMs = Math.min(ATTEMPT_MAX_MS, this.#remainingMs());
    if (timeoutMs === 0) return { remedy: "later", reason: "no time was left" };
    const command = new PutMetricDataCommand({ Namespace: METRIC_NAMESPACE, MetricData: batch.map((entry) => entry.datum) });
    const send = (abortSignal: AbortSignal) => this.#options.client.send(command, { abortSignal });
    try {
      const answer = await within(send, { timeoutMs, clock: this.#options.clock });
      return answer === LATE ? { remedy: "later", reason: "CloudWatch did not answer in time" } : undefined;
    } catch (error) {
      return { remedy: remedyOf(error), reason: describeApiError(error) };
    }
  }

  #remainingMs(): number {
    return Math.max(0, this.#endMs - this.#options.clock.monotonicMs());
  }

  #giveUp(samples: readonly Sample[], reason: string): void {
    this.#undelivered.push(...samples);
    this.#reasons.add(reason);
  }
}
