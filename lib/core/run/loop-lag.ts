/** Measures how late our own event loop runs: a prober that is stuck must not blame its targets. */
const TICK_MS = 20;
const REMEMBERED_LAGS_MAX = 500;
/** Less than this is the ordinary roughness of a busy machine. */
const NOTEWORTHY_MS = 20;

export interface LoopLagMeter {
  /** Worst lag of any tick that ended after the given monotonic time; 0 when all was well. */
  worstSinceMs(monotonicMs: number): number;
  stop(): void;
}

/** Uses the real clock: only real time can be late. */
export function startLoopLagMeter(): LoopLagMeter {
  const lags: { endedMs: number; lagMs: number }[] = [];
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    const lagMs = nowMs - lastMs - TICK_MS;
    lastMs = nowMs;
    if (lagMs < NOTEWORTHY_MS) return;
    lags.push({ endedMs: nowMs, lagMs });
    if (lags.length > REMEMBERED_LAGS_MAX) lags.shift();
  }, TICK_MS);
  timer.unref();
  return {
    worstSinceMs: (monotonicMs) => {
      // A loop that is stuck right now has not ticked yet.
      const unfinishedMs = Math.max(0, performance.now() - lastMs - TICK_MS);
      const current = unfinishedMs < NOTEWORTHY_MS ? 0 : unfinishedMs;
      return lags.reduce((worst, lag) => (lag.endedMs >= monotonicMs ? Math.max(worst, lag.lagMs) : worst), current);
    },
    stop: () => clearInterval(timer),
  };
}
