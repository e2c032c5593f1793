/** Waiting with an end: no promise of the SDK is trusted to settle by itself. */
import type { Clock } from "../core/ports.ts";
import { startDeadline } from "../core/time/deadline.ts";

/** What `within` answers when the time was up first. */
export const LATE = Symbol("late");

/** Result of the work, or `LATE` after `timeoutMs`; the signal then tells the work to stop. Rejects as the work does. */
export async function within<T>(
  work: (signal: AbortSignal) => Promise<T>,
  { timeoutMs, clock }: { readonly timeoutMs: number; readonly clock: Clock },
): Promise<T | typeof LATE> {
  const deadline = startDeadline(timeoutMs, clock);
  const late = new Promise<typeof LATE>((resolve) => {
    deadline.signal.addEventListener("abort", () => resolve(LATE), { once: true });
  });
  try {
    return await Promise.race([work(deadline.signal), late]);
  } finally {
    deadline.clear();
  }
}
