/** A minute of many checks: how their shards end, at what strain, when targets are quick, slow or silent. */
import { MONTH_MS } from "../../lib/core/cost/assumptions.ts";
import { shardUsage } from "../../lib/core/cost/shard-usage.ts";
import type { Check, Config } from "../../lib/core/model/check.ts";
import { stableFraction } from "../../lib/core/model/hash.ts";
import { planShards, scheduleEveryMs } from "../../lib/core/run/shards.ts";
import { quantile } from "../statistics.ts";
import { type RunScript, simulatePass } from "./simulate-pass.ts";

/** A Lambda with 512 MB. */
const CPU_SHARE = 0.29;

export interface Minute {
  readonly targets: string;
  readonly shards: number;
  /** Of the shard that takes longest. */
  readonly endMs: number;
  /** Runs under way in one shard. */
  readonly atOnceMax: number;
  /** Of the CPU that a shard has until its end, at the most. */
  readonly cpuUsed: number;
  readonly p99DelayMs: number;
  readonly worstDelayMs: number;
  /** Functions that run at the same time, on average over the minute. */
  readonly functionsUsual: number;
  readonly metricRequests: number;
}

interface Scenario {
  readonly targets: string;
  /** Waiting of one run: for the connection, for TLS, for the answer. */
  readonly waitsMs: (check: Check) => readonly number[];
}

const SCENARIOS: readonly Scenario[] = [
  { targets: "answer in 60 to 340 ms", waitsMs: ({ id }) => [20, 20, 20 + 280 * stableFraction(id)] },
  { targets: "answer in 2 s", waitsMs: () => [20, 20, 1_960] },
  // Tried again at once, as a failed run is.
  { targets: "are silent: 10 s, tried twice", waitsMs: ({ timeoutMs }) => [timeoutMs, timeoutMs] },
];

/** `cpuUs`: of one run, as measured. Half of it is the handshake of TLS. */
export function simulateMinutes(config: Config, cpuUs: number): Minute[] {
  return SCENARIOS.map((scenario) => simulateMinute(config, scenario, cpuUs));
}

function simulateMinute({ name, checks }: Config, { targets, waitsMs }: Scenario, cpuUs: number): Minute {
  const shards = planShards(checks);
  const scriptOf = (check: Check) => scriptFor(waitsMs(check), cpuUs / 1_000);
  const passes = shards.map((shard) => simulatePass(shard, { scriptOf, cpuShare: CPU_SHARE }));
  const delays = passes.flatMap(({ delaysMs }) => delaysMs);
  const requests = shards.map((shard) => ((shardUsage(shard, name).apiRequests ?? 0) * scheduleEveryMs(shard)) / MONTH_MS);
  return {
    targets,
    shards: shards.length,
    endMs: Math.max(...passes.map(({ endMs }) => endMs)),
    atOnceMax: Math.max(...passes.map(({ atOnceMax }) => atOnceMax)),
    cpuUsed: Math.max(...passes.map(({ cpuMs, endMs }) => cpuMs / (endMs * CPU_SHARE))),
    p99DelayMs: quantile(delays, 0.99),
    worstDelayMs: quantile(delays, 1),
    functionsUsual: passes.reduce((sum, { endMs }) => sum + endMs, 0) / 60_000,
    metricRequests: Math.round(requests.reduce((sum, one) => sum + one, 0)),
  };
}

/** With TLS: a fifth to begin, three fifths for the handshake, the rest for the answer. A run without an answer costs as much to call off. */
function scriptFor(waitsMs: readonly number[], cpuMs: number): RunScript {
  const shares = waitsMs.length === 3 ? [0.2, 0.1, 0.5, 0.2] : [0.2, 0.4, 0.4];
  return { waitsMs, cpuMs: shares.map((share) => share * cpuMs) };
}
