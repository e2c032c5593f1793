import type { Clock } from "../ports.ts";

/** One hard end for a whole run: DNS, connection, every redirect and the last byte share it. */
export interface Deadline {
  /** How long the run was given, for messages. */
  readonly timeoutMs: number;
  /** Aborts when the time is up or the run is called off. */
  readonly signal: AbortSignal;
  remainingMs(): number;
  /** Must be called when the run is over: frees the timer. */
  clear(): void;
}

/** Starts a deadline; `cancel` (a shutdown, Lambda's end) ends it early. */
export function startDeadline(timeoutMs: number, clock: Clock, cancel?: AbortSignal): Deadline {
  const endMs = clock.monotonicMs() + timeoutMs;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  const onCancel = () => controller.abort();
  if (cancel?.aborted) controller.abort();
  cancel?.addEventListener("abort", onCancel, { once: true });
  return {
    timeoutMs,
    signal: controller.signal,
    remainingMs: () => Math.max(0, endMs - clock.monotonicMs()),
    clear: () => {
      clearTimeout(timer);
      cancel?.removeEventListener("abort", onCancel);
    },
  };
}
