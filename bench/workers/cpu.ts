/** CPU of this process per probe: whole runs of a check, or the least that Node can do on a raw socket. Input: CpuInput. */

import type { Check } from "../../lib/core/model/check.ts";
import { createResolver } from "../../lib/core/net/system-resolver.ts";
import { runCheck } from "../../lib/core/run/run-check.ts";
import { environmentSecrets } from "../../lib/core/run/secrets.ts";
import { systemClock } from "../../lib/core/time/clock.ts";
import type { CpuInput } from "../cpu.ts";
import { inLanes } from "../lanes.ts";
import { rawProbe } from "../raw-probe.ts";

const WARM_UP_PROBES = 1_000;

const input: CpuInput = JSON.parse(process.argv[2] ?? "");
const probe = input.engine === "raw" ? () => rawProbe(input) : bongsu(input.check);

await inLanes(probe, { times: WARM_UP_PROBES, atOnce: input.atOnce });
const before = process.cpuUsage();
await inLanes(probe, { times: input.probes, atOnce: input.atOnce });
const { user, system } = process.cpuUsage(before);
const report = { cpuUs: (user + system) / input.probes, peakMb: process.resourceUsage().maxRSS / 1_024 };
process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0));

function bongsu(check: Check): () => Promise<void> {
  const options = { location: "bench", clock: systemClock, resolver: createResolver(), secrets: environmentSecrets };
  return async () => {
    const { status, failure } = await runCheck(check, options);
    if (status !== "up") throw new Error(`the target is ${status}: ${failure?.message}`);
  };
}
