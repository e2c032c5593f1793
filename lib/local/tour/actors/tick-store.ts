/** Plays a kdb+ process: one thread, one request at a time. A row that is inserted takes it for a moment, as a write to disk does. */
import { createFastClock } from "../../../core/time/fast-clock.ts";
import type { Actor } from "../actor.ts";
import { serveQ } from "../q/serve.ts";

/** Script: `port`, `rowMs` in real time. */
export const playTickStore: Actor = async (script) => {
  const { epochMs } = createFastClock(script.time());
  const settings = { port: script.number("port"), rowMs: script.number("rowMs") };
  return { port: await serveQ(settings, { nowEpochMs: epochMs }) };
};
