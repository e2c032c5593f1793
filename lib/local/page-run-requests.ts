/** Runs that somebody asks for, on the page or with a key, beside those of the schedule. */
import type { Check, CheckId } from "../core/model/check.ts";
import type { Outcome } from "../core/model/outcome.ts";
import type { Clock } from "../core/ports.ts";
import { createSemaphore } from "../core/run/semaphore.ts";

export interface RunServiceOptions {
  readonly checks: readonly Check[];
  readonly clock: Clock;
  /** One run; never rejects. */
  readonly run: (check: Check, cancel: AbortSignal) => Promise<Outcome>;
  readonly onOutcome: (outcome: Outcome, dueEpochMs: number) => void;
  readonly signal: AbortSignal;
}

const PROBES_AT_ONCE = 10;

/** The page may be open before anything runs: what is asked for until then is forgotten. */
export class RunRequests {
  readonly #pending = new Map<CheckId, Promise<void>>();
  #start: ((id: CheckId) => void) | undefined;

  /** A check that was asked for and has not ended yet is not asked twice. Resolves when all of them have ended. */
  async ask(ids: readonly CheckId[]): Promise<void> {
    for (const id of ids) this.#start?.(id);
    await Promise.allSettled(ids.map((id) => this.#pending.get(id)));
  }

  /** Runs whatever is asked for until the signal aborts; resolves when the last run has ended. */
  async serve({ checks, clock, onOutcome, run, signal }: RunServiceOptions): Promise<void> {
    const semaphore = createSemaphore(PROBES_AT_ONCE);
    const known = new Map(checks.map((check) => [check.id, check]));
    const runOnce = async (check: Check) => {
      if (signal.aborted) return;
      const dueEpochMs = clock.epochMs();
      const outcome = await run(check, signal);
      if (!signal.aborted) onOutcome(outcome, dueEpochMs);
    };
    this.#start = (id) => {
      const check = known.get(id);
      if (check === undefined || signal.aborted || this.#pending.has(id)) return;
      const ended = semaphore.run(() => runOnce(check)).finally(() => this.#pending.delete(id));
      this.#pending.set(id, ended);
    };
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener("abort", () => resolve(), { once: true });
    });
    await Promise.all(this.#pending.values());
  }
}
