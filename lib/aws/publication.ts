/** One `publish` of samples: in batches, each tried until it is answered, halved where less at once may pass, within a budget of time. */
import type { Sample } from "../core/model/metric.ts";
import type { Clock, MetricSink, Receipt } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { describeApiError, type Remedy, remedyOf } from "./api-error.ts";
import { backOffMs } from "./back-off.ts";
import { faultOf } from "./metric-data.ts";
import { LATE, within } from "./within.ts";

export interface PublicationOptions {
  /** Time for one `publish`, all attempts and pauses included. */
  readonly budgetMs: number;
  readonly clock?: Clock;
  /** For the jitter, in [0, 1). */
  readonly random?: () => number;
}

/** A way for samples to leave. */
export interface Way<Piece> {
  /** What is sent for a sample. */
  toPiece(sample: Sample): Piece;
  /** Of a piece in a request, before compression. */
  sizeBytes(piece: Piece): number;
  readonly piecesMax: number;
  readonly requestMaxBytes: number;
  /** Rejects as calls of AWS do. */
  send(pieces: readonly Piece[], signal: AbortSignal): Promise<Taken>;
}

/** `partly`: some were refused, nobody says which, and none may be sent again. */
export type Taken = "whole" | { readonly partly: string };

/** More than credentials may take (see credentials.ts), so that CloudWatch is not blamed for their source. */
const ATTEMPT_MAX_MS = 8_000;
const FIRST_PAUSE_MS = 100;
const PAUSE_MAX_MS = 2_000;
/** Looking for the bad sample of a batch costs calls; where everything is refused, the search must end. */
const REFUSALS_MAX = 100;
const REASONS_MAX = 3;

export function createSink<Piece>(way: Way<Piece>, options: PublicationOptions): MetricSink {
  return { publish: (samples) => new Publication(way, { clock: systemClock, random: Math.random, ...options }).run(samples) };
}

interface Entry<Piece> {
  readonly sample: Sample;
  readonly piece: Piece;
}

/** Why an attempt did not deliver, and what would help. */
interface Refusal {
  readonly remedy: Remedy;
  readonly reason: string;
}

class Publication<Piece> {
  readonly #way: Way<Piece>;
  readonly #options: Required<PublicationOptions>;
  readonly #endMs: number;
  readonly #undelivered: Sample[] = [];
  readonly #reasons = new Set<string>();
  #delivered = 0;
  #refusals = 0;

  constructor(way: Way<Piece>, options: Required<PublicationOptions>) {
    this.#way = way;
    this.#options = options;
    this.#endMs = options.clock.monotonicMs() + options.budgetMs;
  }

  async run(samples: readonly Sample[]): Promise<Receipt> {
    for (const batch of this.#toBatches(this.#acceptable(samples))) await this.#deliver(batch);
    const reasons = [...this.#reasons].slice(0, REASONS_MAX).join("; ");
    return {
      delivered: this.#delivered,
      undelivered: this.#undelivered,
      ...(reasons === "" ? {} : { reason: reasons }),
    };
  }

  /** One sample that CloudWatch cannot take would cost the whole request. */
  #acceptable(samples: readonly Sample[]): Entry<Piece>[] {
    const nowEpochMs = this.#options.clock.epochMs();
    const entries: Entry<Piece>[] = [];
    for (const sample of samples) {
      const fault = faultOf(sample, nowEpochMs);
      if (fault === undefined) entries.push({ sample, piece: this.#way.toPiece(sample) });
      else this.#giveUp([sample], fault);
    }
    return entries;
  }

  /** In the order of the entries, each within the limits of one request. */
  #toBatches(entries: readonly Entry<Piece>[]): Entry<Piece>[][] {
    const { piecesMax, requestMaxBytes } = this.#way;
    const batches: Entry<Piece>[][] = [];
    let roomBytes = 0;
    for (const entry of entries) {
      const sizeBytes = this.#way.sizeBytes(entry.piece);
      const batch = batches.at(-1);
      if (batch === undefined || batch.length === piecesMax || sizeBytes > roomBytes) {
        batches.push([entry]);
        roomBytes = requestMaxBytes - sizeBytes;
      } else {
        batch.push(entry);
        roomBytes -= sizeBytes;
      }
    }
    return batches;
  }

  async #deliver(batch: readonly Entry<Piece>[]): Promise<void> {
    const outcome = await this.#attemptUntilAnswered(batch);
    if (outcome === "whole") {
      this.#delivered += batch.length;
    } else if ("remedy" in outcome && outcome.remedy === "smaller" && batch.length > 1 && this.#refusals < REFUSALS_MAX) {
      this.#refusals += 1;
      const middle = Math.ceil(batch.length / 2);
      await this.#deliver(batch.slice(0, middle));
      await this.#deliver(batch.slice(middle));
    } else {
      const samples = batch.map((entry) => entry.sample);
      this.#giveUp(samples, "remedy" in outcome ? outcome.reason : outcome.partly);
    }
  }

  /** Tries again while that may help and time remains. */
  async #attemptUntilAnswered(batch: readonly Entry<Piece>[]): Promise<Taken | Refusal> {
    const { clock, random, budgetMs } = this.#options;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.#attempt(batch);
      if (outcome === "whole" || "partly" in outcome || outcome.remedy !== "later") return outcome;
      const pauseMs = backOffMs(attempt, { firstMs: FIRST_PAUSE_MS, maxMs: PAUSE_MAX_MS, random });
      if (pauseMs >= this.#remainingMs()) return { ...outcome, reason: `${outcome.reason} (tried for ${budgetMs} ms)` };
      await clock.sleep(pauseMs);
    }
  }

  async #attempt(batch: readonly Entry<Piece>[]): Promise<Taken | Refusal> {
    const timeoutMs = Math.min(ATTEMPT_MAX_MS, this.#remainingMs());
    if (timeoutMs === 0) return { remedy: "later", reason: "no time was left" };
    const pieces = batch.map((entry) => entry.piece);
    const send = (signal: AbortSignal) => this.#way.send(pieces, signal);
    try {
      const answer = await within(send, { timeoutMs, clock: this.#options.clock });
      return answer === LATE ? { remedy: "later", reason: "CloudWatch did not answer in time" } : answer;
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
