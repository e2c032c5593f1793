/**
 * `npm run bench`: measures what docs/performance.md promises and writes its table. `-- --quick` takes a tenth of the time, for
 * trying things out, and writes nothing.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type AccuracyRow, measureAccuracy } from "./accuracy.ts";
import { type CpuRow, measureCpu, VARIANTS } from "./cpu.ts";
import { describeMachine } from "./machine.ts";
import { measureMemory } from "./memory.ts";
import { type Peer, startPeer } from "./peer.ts";
import { type Measurements, report } from "./report.ts";
import { measureStartUp } from "./start-up.ts";
import { startTarget, type Target } from "./target.ts";

const DOCUMENT = join(import.meta.dirname, "../docs/performance.md");
const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
const EFFORT = values.quick ? { slices: 3, probes: 300, rounds: 2 } : { slices: 25, probes: 600, rounds: 10 };
/** A Lambda with 512 MB, and a whole CPU. */
const ACCURACY = [
  { startsPerSecond: 100, cpuShare: 0.29 },
  { startsPerSecond: 500, cpuShare: 1 },
];

await using target = await startTarget();
await using peer = await startPeer(target.ca);
const text = report(await measureAll(target, peer));
console.log(text);
if (!values.quick) writeFileSync(DOCUMENT, text);

async function measureAll(over: Target, against: Peer | undefined): Promise<Measurements> {
  const cpu: CpuRow[] = [];
  for (const variant of VARIANTS) {
    say(`CPU of ${variant}`);
    cpu.push(await measureCpu(variant, { target: over, ...EFFORT, ...(against !== undefined && { peer: against }) }));
  }
  const accuracy: AccuracyRow[] = [];
  for (const pace of ACCURACY) {
    say(`accuracy at ${pace.startsPerSecond} starts a second`);
    accuracy.push(await measureAccuracy(over, { ...pace, rounds: EFFORT.rounds }));
  }
  say("memory and start-up");
  const peerName = against?.name;
  return {
    machine: describeMachine(),
    target: over.language,
    ...(peerName !== undefined && { peer: peerName }),
    slices: EFFORT.slices,
    cpu,
    accuracy,
    memory: await measureMemory(over),
    startUp: await measureStartUp(),
  };
}

function say(what: string): void {
  console.error(`measuring ${what} …`);
}
