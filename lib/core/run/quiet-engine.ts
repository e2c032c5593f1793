/**
 * Keeps V8 from working while we measure. A Lambda with 512 MB has 0.29 of a CPU: a process that has used up its share stands still
 * for the rest of a period of 20 ms, and every open measurement with it. What each setting brings is in docs/performance.md.
 */
import { setFlagsFromString } from "node:v8";

/**
 * For NODE_OPTIONS of a process that probes. 16 MB hold what a round of 200 checks leaves behind, so that hardly any collection falls
 * into it; Node's own 32 MB would grow to 100 MB of memory that never come back.
 */
export const QUIET_NODE_OPTIONS: readonly string[] = ["--expose-gc", "--max-semi-space-size=16"];

/** Once, before the first round. */
export function quietEngine(): void {
  // TurboFan's compilations outlast a period; code from Maglev, which takes a tenth of that, probes as fast.
  setFlagsFromString("--no-opt");
  // To its full size at once: on the way there a round would be interrupted five times.
  setFlagsFromString("--semi-space-growth-factor=16");
}

/** Between rounds, when nothing is being measured. Does nothing in a process without QUIET_NODE_OPTIONS. */
export function collectGarbage(): void {
  globalThis.gc?.();
}
