/** Some checks at once and outside of any schedule, for somebody who waits: nothing is paced, and what takes too long is called off. */
import type { Check } from "../model/check.ts";
import type { Outcome } from "../model/outcome.ts";
import { startLoopLagMeter } from "./loop-lag.ts";
import { type RunOptions, runCheck } from "./run-check.ts";

export interface RunNowOptions extends Omit<RunOptions, "cancel" | "loopLag"> {
  /** Whatever has not ended by then is `unknown`. */
  readonly withinMs: number;
}

/** One outcome a check, in their order. Never rejects; how many there are is the caller's to bound. */
export async function runNow(checks: readonly Check[], { withinMs, ...options }: RunNowOptions): Promise<Outcome[]> {
  const loopLag = startLoopLagMeter();
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), withinMs);
  try {
    return await Promise.all(checks.map((check) => runCheck(check, { ...options, loopLag, cancel: end.signal })));
  } finally {
    clearTimeout(timer);
    loopLag.stop();
  }
}
