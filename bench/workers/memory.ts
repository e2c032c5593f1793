/** Memory of this process while it runs 1,000 checks round after round, as the prober's handler does. Input: MemoryInput. */
import { setTimeout as delay } from "node:timers/promises";
import { createResolver } from "../../lib/core/net/system-resolver.ts";
import { collectGarbage, quietEngine } from "../../lib/core/run/quiet-engine.ts";
import { runCheck } from "../../lib/core/run/run-check.ts";
import { environmentSecrets } from "../../lib/core/run/secrets.ts";
import { systemClock } from "../../lib/core/time/clock.ts";
import { httpCheck } from "../../test/kit/checks.ts";
import { inLanes } from "../lanes.ts";
import type { MemoryInput } from "../memory.ts";

const SETTLING_MS = 2_000;

const { port, checks: count, rounds, atOnce }: MemoryInput = JSON.parse(process.argv[2] ?? "");
const options = { location: "bench", clock: systemClock, resolver: createResolver(), secrets: environmentSecrets };
const checks = Array.from({ length: count }, (_, index) => httpCheck(`http://127.0.0.1:${port}/`, { id: `acme/check-${index}` }));

quietEngine();
await runRound();
const startMb = await restingMb();
for (let round = 0; round < rounds; round++) await runRound();
const report = { startMb, endMb: await restingMb(), peakMb: process.resourceUsage().maxRSS / 1_024 };
process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));

async function runRound(): Promise<void> {
  let next = 0;
  const runNext = async () => {
    const check = checks[next++];
    if (check !== undefined) await runCheck(check, options);
  };
  await inLanes(runNext, { times: checks.length, atOnce });
  collectGarbage();
}

/** Resident memory between two rounds. */
async function restingMb(): Promise<number> {
  await delay(SETTLING_MS);
  return process.memoryUsage().rss / 1_048_576;
}
