/** Memory of 1,000 HTTP checks in one process. */
import type { Target } from "./target.ts";
import { measure } from "./worker.ts";

export interface MemoryInput {
  readonly port: number;
  readonly checks: number;
  readonly rounds: number;
  readonly atOnce: number;
}

export interface MemoryRow {
  readonly peakMb: number;
  /** Resident after one round and after all. */
  readonly startMb: number;
  readonly endMb: number;
}

export async function measureMemory(target: Target): Promise<MemoryRow> {
  const input: MemoryInput = { port: target.httpPort, checks: 1_000, rounds: 10, atOnce: 100 };
  return await measure<MemoryRow>("memory", { input });
}
