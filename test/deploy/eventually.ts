/** Waits for what comes in its own time. */
import { setTimeout as delay } from "node:timers/promises";

const LOOK_EVERY_MS = 500;

/** What `look` gives once it is not undefined; a sentence with what it waited for when the time is over. */
export async function eventually<Found>(
  what: string,
  look: () => Promise<Found | undefined>,
  { withinMs, everyMs = LOOK_EVERY_MS }: { withinMs: number; everyMs?: number },
): Promise<Found> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`Not within ${withinMs / 1_000} s: ${what}.`);
    await delay(everyMs);
  }
}
