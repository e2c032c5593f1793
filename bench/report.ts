/** The measurements as docs/performance.md: goals beside figures, and how to repeat them. */
import type { AccuracyRow } from "./accuracy.ts";
import type { CpuRow, Variant } from "./cpu.ts";
import type { MemoryRow } from "./memory.ts";
import type { StartUpRow } from "./start-up.ts";

export interface Measurements {
  readonly machine: string;
  /** What answered http: `C` or `Node`. */
  readonly target: string;
  readonly peer?: string;
  readonly slices: number;
  readonly cpu: readonly CpuRow[];
  readonly accuracy: readonly AccuracyRow[];
  readonly memory: MemoryRow;
  readonly startUp: StartUpRow;
}

interface Goal {
  readonly figure: string;
  /** In words, as it stands in the table. */
  readonly goal: string;
  readonly measured: string;
  /** Absent where it could not be measured. */
  readonly isMet?: boolean;
}

const PEER_RATIO_MAX: Readonly<Record<Variant, number>> = { http: 0.7, https: 1, tcp: 0.45 };
const HTTPS_RAW_RATIO_MAX = 1.35;
const P99_MAX_MS = 2;
const WORST_MAX_MS = 5;
const PEAK_MAX_MB = 200;
const GROWTH_MAX_MB = 10;
const LOADED_MAX_KB = 1_000;

export function report(measurements: Measurements): string {
  const { machine, target, peer, slices } = measurements;
  return `# Performance

What a whole run costs (probe, judge, Outcome; not the bare client) and how true its times are. Written by \`npm run bench\`.

Measured ${machine}. ${peer ?? "No blackbox_exporter could be built or found, so that its column is empty"}.
Ratios are medians over ${slices} turns of less than a second for each: they can be compared between machines, microseconds cannot.

| figure | goal | measured | |
|---|---|---|---|
${goals(measurements).map(goalRow).join("\n")}

## CPU per probe

User and system time of the prober's process, 50 probes at once, each on a new connection, in µs. The peer's includes its scrape request.
The raw limit is a \`net\` or \`tls\` socket that looks at no more than the first line.

| kind | bongsu | raw limit | ${peer ?? "blackbox_exporter"} | peak MB |
|---|---|---|---|---|
${measurements.cpu.map(cpuRow).join("\n")}

## Accuracy

Error of the reported time to the first byte against the server's own, which waits 50 ms. Starts are paced evenly, in rounds of 200 as a
full shard has them, after five rounds in which V8 compiles what is hot.

| starts a second | CPU | p50 | p99 | worst |
|---|---|---|---|---|
${measurements.accuracy.map(accuracyRow).join("\n")}

## How it is measured

    npm run bench                  about five minutes, on a machine that does nothing else
    npm run bench -- --quick       half a minute, to see which way a change goes; writes nothing

- **Target**: ${target === "C" ? "`bench/target.c`" : "`bench/workers/node-target.ts`, because there is no C compiler"} for http and tcp, a Node process for https (ECDSA P-256, verified against a given root). Each answers 256 bytes.
- **Peer**: \`github.com/prometheus/blackbox_exporter@v0.28.0\`, built with Go where there is Go, else the one on PATH.
- **Small CPU**: a control group with 0.29 of a CPU in periods of 20 ms, as a Lambda with 512 MB has. Where none can be made the row says so.
- **The process** is set up as the prober's handler sets up its own, the raw limit's too: [quiet-engine.ts](../lib/core/run/quiet-engine.ts) says
  how and why. Garbage is collected between rounds, as the handler does after publishing.
- **Turns**: the three are warm before the first turn, and each ratio is of one turn. What the neighbours on a shared machine and the target on
  the other half of a core do, they do to all three in that second; rounds of many seconds one after the other told ratios 0.1 apart.
- **Memory**: resident, after one round of 1,000 checks and after ten more.
- **Start-up**: the handler and its http probe with all they import, against undici and CloudWatch's client, each bundled alone. The rest of the asset
  (other kinds, secrets, credentials other than a role's) is read only by deployments that use it.

${TRIED}`;
}

/** Measured once, in November 2026, side by side with the state before. */
const TRIED = `## What was tried

| what | effect | kept |
|---|---|---|
| undici's error at the end of each exchange made without its stack | CPU of an http probe about 0.8 of what it was | yes |
| node:http instead of undici | without the stack about the same CPU; 460 KB less to load | no |
| the peer's certificate not spelled out for Node's own check of the name, which we do ourselves | 8 % of an https probe | yes |
| a young generation of 16 MB, not 32 | 1,000 checks in one process: 250 to 290 MB -> 160 MB, ten rounds later the same | yes |
| garbage collected after each round, the young generation grown at once | collections within 1,000 runs: 7 to 9 -> 1 to 3; each stops 0.29 CPU for 5 to 30 ms | yes |
| no TurboFan; Maglev stays | rounds in which 0.29 CPU is used up, from the third on: 8 of 12 -> none of 12; CPU the same. The second round, in which Maglev compiles, is rougher | yes |
| neither | rounds used up: 1 ms in all; but 1.3 to 1.7 times the CPU under full load | no |
| collecting in one thread, without helpers | no difference | no |
| 10 ms a start, 30 ms with TLS, instead of 20 ms for each | both leave 0.29 CPU more than half idle | yes |
`;

function goals(measurements: Measurements): Goal[] {
  return [...cpuGoals(measurements.cpu), ...accuracyGoals(measurements.accuracy), ...processGoals(measurements)];
}

function cpuGoals(rows: readonly CpuRow[]): Goal[] {
  return rows.flatMap((row) => {
    const max = PEER_RATIO_MAX[row.variant];
    const figure = `CPU per ${row.variant} probe, to the peer`;
    const peerGoal: Goal = { figure, goal: `≤ ${max.toFixed(2)}`, ...ratio(row.toPeer, max) };
    if (row.variant !== "https") return [peerGoal];
    const toRaw = ratio(row.toRaw, HTTPS_RAW_RATIO_MAX);
    return [peerGoal, { figure: "CPU per https probe, to the raw limit", goal: `≤ ${HTTPS_RAW_RATIO_MAX}`, ...toRaw }];
  });
}

function ratio(value: number | undefined, max: number): Pick<Goal, "measured" | "isMet"> {
  return value === undefined ? { measured: "no peer" } : { measured: value.toFixed(2), isMet: value <= max };
}

/** The worst of all may be longer where a whole CPU is busy: only the small one promises it. */
function accuracyGoals(rows: readonly AccuracyRow[]): Goal[] {
  return rows.map(({ startsPerSecond, cpuShare, p99Ms, worstMs }) => {
    const isWorstBounded = cpuShare !== undefined && cpuShare < 1;
    return {
      figure: `first-byte error at 50 ms, ${startsPerSecond} starts a second, ${cpuName(cpuShare)}`,
      goal: `p99 ≤ ${P99_MAX_MS} ms${isWorstBounded ? `, worst ≤ ${WORST_MAX_MS} ms` : ""}`,
      measured: `${p99Ms.toFixed(2)} ms, worst ${worstMs.toFixed(1)} ms`,
      isMet: p99Ms <= P99_MAX_MS && (!isWorstBounded || worstMs <= WORST_MAX_MS),
    };
  });
}

function processGoals({ memory, startUp }: Measurements): Goal[] {
  const grownMb = memory.endMb - memory.startMb;
  const loading = startUp.importMs / startUp.neededMs;
  return [
    {
      figure: "1,000 HTTP checks in one process, peak resident",
      goal: `≤ ${PEAK_MAX_MB} MB`,
      measured: `${memory.peakMb.toFixed(0)} MB`,
      isMet: memory.peakMb <= PEAK_MAX_MB,
    },
    {
      figure: "the same after ten rounds, to its start",
      goal: `≤ +${GROWTH_MAX_MB} MB`,
      measured: `${grownMb.toFixed(1)} MB`,
      isMet: grownMb <= GROWTH_MAX_MB,
    },
    {
      figure: "what a prober of http checks loads",
      goal: `≤ ${LOADED_MAX_KB} KB`,
      measured: `${startUp.loadedKb.toFixed(0)} KB of an asset of ${startUp.assetKb.toFixed(0)}`,
      isMet: startUp.loadedKb <= LOADED_MAX_KB,
    },
    {
      figure: "loading it, to what it must load",
      goal: "≤ 1.00",
      measured: `${loading.toFixed(2)} (${startUp.importMs.toFixed(0)} ms)`,
      isMet: loading <= 1,
    },
  ];
}

function goalRow({ figure, goal, measured, isMet }: Goal): string {
  const verdict = isMet === undefined ? "not measured" : isMet ? "met" : "**missed**";
  return `| ${[figure, goal, measured, verdict].join(" | ")} |`;
}

function cpuRow({ variant, bongsuUs, rawUs, peerUs, peakMb }: CpuRow): string {
  const cells = [bongsuUs, rawUs, peerUs, peakMb].map((value) => (value === undefined ? "" : value.toFixed(0)));
  return `| ${[variant, ...cells].join(" | ")} |`;
}

function accuracyRow({ startsPerSecond, cpuShare, p50Ms, p99Ms, worstMs }: AccuracyRow): string {
  const cells = [p50Ms, p99Ms, worstMs].map((ms) => `${ms.toFixed(2)} ms`);
  return `| ${[startsPerSecond, cpuName(cpuShare), ...cells].join(" | ")} |`;
}

function cpuName(share: number | undefined): string {
  if (share === undefined) return "no quota could be set";
  return share === 1 ? "one CPU" : `${share} CPU`;
}
