import type { Deadline } from "../../time/deadline.ts";

/** What `beforeDeadline` answers when the time was up first. */
export const LATE = Symbol("late");

/** For work that cannot be called off: its result, or `LATE`. Rejects as the work does. */
export async function beforeDeadline<T>(work: Promise<T>, { signal }: Deadline): Promise<T | typeof LATE> {
  if (signal.aborted) return LATE;
  let onAbort = () => {};
  const late = new Promise<typeof LATE>((resolve) => {
    onAbort = () => resolve(LATE);
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
