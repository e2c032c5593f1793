import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "../ports.ts";

/** The real clock of this process. */
export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  epochMs: () => Date.now(),
  sleep: async (durationMs, signal) => {
    await delay(Math.max(0, durationMs), undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  },
};
