/**
 * `npm run bench:scale`: deployments of 10 to 10,000 checks, synthesised and played through a minute; writes docs/scale.md.
 * `-- --quick` stops at 1,000 and writes nothing.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { defineChecks } from "../lib/core/config/index.ts";
import { billOf } from "../lib/core/cost/bill.ts";
import { planUsage } from "../lib/core/cost/plan-usage.ts";
import type { Config } from "../lib/core/model/check.ts";
import { mixedConfig } from "../test/kit/mixed-config.ts";
import { measureCpu } from "./cpu.ts";
import { describeMachine } from "./machine.ts";
import { simulateMinutes } from "./scale/minute.ts";
import { type ScaleRow, scaleReport } from "./scale/report.ts";
import { measureSynth } from "./scale/synth.ts";
import { startTarget } from "./target.ts";

const DOCUMENT = join(import.meta.dirname, "../docs/scale.md");
const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
const SIZES = values.quick ? [10, 100, 1_000] : [10, 100, 1_000, 10_000];
const SIMULATED_CHECKS = 10_000;

const rows: ScaleRow[] = [];
for (const checks of SIZES) {
  for (const metrics of ["classic", "otlp"] as const) {
    say(`synthesising ${checks} checks with ${metrics} metrics`);
    const { usd } = billOf(await planUsage(mixedConfig(checks, { metrics })));
    rows.push({ ...(await measureSynth({ checks, metrics })), usd });
  }
}
say("measuring the CPU of a run");
const cpuUs = await cpuOfHttps();
const minutes = simulateMinutes(httpsEveryMinute(SIMULATED_CHECKS), cpuUs);
const text = scaleReport({ machine: describeMachine(), rows, cpuUs, simulatedChecks: SIMULATED_CHECKS, minutes });
console.log(text);
if (!values.quick) writeFileSync(DOCUMENT, text);

/** The dearest kind of run, in microseconds. */
async function cpuOfHttps(): Promise<number> {
  await using target = await startTarget();
  const { bongsuUs } = await measureCpu("https", { target, slices: 5, probes: 300 });
  return bongsuUs;
}

function httpsEveryMinute(count: number): Config {
  const checks = Array.from({ length: count }, (_, index) => ({ id: `acme/${index}`, http: `https://${index}.acme.example/` }));
  return defineChecks({ name: "acme", checks });
}

function say(what: string): void {
  console.error(`${what} …`);
}
