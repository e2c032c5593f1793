/**
 * Paced runs against an answer that comes after 50 ms: how far the reported time is from the true one. In rounds with rest between them,
 * as the prober's handler has it. Input: AccuracyInput.
 */
import { createResolver } from "../../lib/core/net/system-resolver.ts";
import { collectGarbage, quietEngine } from "../../lib/core/run/quiet-engine.ts";
import { runCheck } from "../../lib/core/run/run-check.ts";
import { environmentSecrets } from "../../lib/core/run/secrets.ts";
import { SHARD_CHECKS_MAX } from "../../lib/core/run/shards.ts";
import { systemClock } from "../../lib/core/time/clock.ts";
import type { AccuracyInput } from "../accuracy.ts";

/** A container lives for hours: its first minutes, in which V8 compiles, are not what it mostly measures. */
const WARM_UP_ROUNDS = 5;
/** For what collecting garbage has used up of the small CPU; between two invocations it is a minute. */
const REST_MS = 250;

const { check, startsPerSecond, rounds }: AccuracyInput = JSON.parse(process.argv[2] ?? "");
const options = { location: "bench", clock: systemClock, resolver: createResolver(), secrets: environmentSecrets };

quietEngine();
for (let round = 0; round < WARM_UP_ROUNDS; round++) await runRound();
const errorsMs: number[] = [];
for (let round = 0; round < rounds; round++) errorsMs.push(...(await runRound()));
process.stdout.write(`${JSON.stringify(errorsMs)}\n`, () => process.exit(0));

async function runRound(): Promise<number[]> {
  collectGarbage();
  await systemClock.sleep(REST_MS);
  const startedMs = performance.now();
  const pending: Promise<number>[] = [];
  for (let index = 0; index < SHARD_CHECKS_MAX; index++) {
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
