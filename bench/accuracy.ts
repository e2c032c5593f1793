/** How true the reported times are while the prober has little CPU: a Lambda with 512 MB has 0.29 of one. */
import type { Check } from "../lib/core/model/check.ts";
import { httpCheck } from "../test/kit/checks.ts";
import { createCpuQuota } from "./cpu-quota.ts";
import { quantile } from "./statistics.ts";
import type { Target } from "./target.ts";
import { measure } from "./worker.ts";

export interface AccuracyInput {
  readonly check: Check;
  readonly startsPerSecond: number;
  /** Of as many runs as a shard has at most. */
  readonly rounds: number;
}

export interface AccuracyRow {
  readonly startsPerSecond: number;
  /** Share of one CPU that the prober had; absent where none could be set. */
  readonly cpuShare?: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly worstMs: number;
}

export interface AccuracyOptions {
  readonly startsPerSecond: number;
  /** Share of one CPU. */
  readonly cpuShare: number;
  readonly rounds: number;
}

export async function measureAccuracy(
  target: Target,
  { startsPerSecond, cpuShare, rounds }: AccuracyOptions,
): Promise<AccuracyRow> {
  const check = httpCheck(`http://127.0.0.1:${target.httpPort}/delay`);
  const input: AccuracyInput = { check, startsPerSecond, rounds };
  using quota = createCpuQuota(cpuShare);
  const errorsMs = await measure<number[]>("accuracy", { input, onStart: (pid) => quota?.hold(pid) });
  return {
    startsPerSecond,
    ...(quota !== undefined && { cpuShare }),
    p50Ms: quantile(errorsMs, 0.5),
    p99Ms: quantile(errorsMs, 0.99),
    worstMs: quantile(errorsMs, 1),
  };
}
