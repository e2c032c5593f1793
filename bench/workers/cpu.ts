/**
 * CPU of this process per probe: whole runs of a check, or the least that Node can do on a raw socket. Input: CpuInput. Reports once it is
 * warm, and then for every line that it is sent.
 */
import { createInterface } from "node:readline";
import type { Check } from "../../lib/core/model/check.ts";
import { createResolver } from "../../lib/core/net/system-resolver.ts";
import { quietEngine } from "../../lib/core/run/quiet-engine.ts";
import { runCheck } from "../../lib/core/run/run-check.ts";
import { environmentSecrets } from "../../lib/core/run/secrets.ts";
import { systemClock } from "../../lib/core/time/clock.ts";
import type { CpuInput, Slice } from "../cpu.ts";
import { inLanes } from "../lanes.ts";
import { rawProbe } from "../raw-probe.ts";

const WARM_UP_PROBES = 2_000;

quietEngine();
const input: CpuInput = JSON.parse(process.argv[2] ?? "");
const probe = input.engine === "raw" ? () => rawProbe(input) : bongsu(input.check);

say(await run(WARM_UP_PROBES));
for await (const _ of createInterface({ input: process.stdin })) say(await run(input.probes));
process.exit(0);

async function run(times: number): Promise<Slice> {
  const before = process.cpuUsage();
  await inLanes(probe, { times, atOnce: input.atOnce });
  const { user, system } = process.cpuUsage(before);
  return { cpuUs: (user + system) / times, peakMb: process.resourceUsage().maxRSS / 1_024 };
}

function say(slice: Slice): void {
  process.stdout.write(`${JSON.stringify(slice)}\n`);
}

function bongsu(check: Check): () => Promise<void> {
  const options = { location: "bench", clock: systemClock, resolver: createResolver(), secrets: environmentSecrets };
  return async () => {
    const { status, failure } = await runCheck(check, options);
    if (status !== "up") throw new Error(`the target is ${status}: ${failure?.message}`);
  };
}
