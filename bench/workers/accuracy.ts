/** Paced runs against an answer that comes after 50 ms: how far the reported time is from the true one. Input: AccuracyInput. */

import { createResolver } from "../../lib/core/net/system-resolver.ts";
import { runCheck } from "../../lib/core/run/run-check.ts";
import { environmentSecrets } from "../../lib/core/run/secrets.ts";
import { systemClock } from "../../lib/core/time/clock.ts";
import type { AccuracyInput } from "../accuracy.ts";

const WARM_UP_RUNS = 300;

const { check, startsPerSecond, runs }: AccuracyInput = JSON.parse(process.argv[2] ?? "");
const options = { location: "bench", clock: systemClock, resolver: createResolver(), secrets: environmentSecrets };

await startPaced(WARM_UP_RUNS);
const errorsMs = await startPaced(runs);
process.stdout.write(`${JSON.stringify(errorsMs)}\n`, () => process.exit(0));

async function startPaced(count: number): Promise<number[]> {
  const startedMs = performance.now();
  const pending: Promise<number>[] = [];
  for (let index = 0; index < count; index++) {
    await systemClock.sleep(startedMs + (index * 1_000) / startsPerSecond - performance.now());
    pending.push(measureError());
  }
  return await Promise.all(pending);
}

/** The body begins with the true delay in microseconds. */
async function measureError(): Promise<number> {
  const { facts, evidence, failure } = await runCheck(check, options);
  if (failure !== undefined) throw new Error(failure.message);
  return Math.abs(Number(facts.server) - Number.parseInt(evidence.body ?? "", 10) / 1_000);
}
