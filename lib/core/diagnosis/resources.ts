/** What runs out inside an application, by its own numbers. */
import type { EvidenceLine } from "../model/diagnosis.ts";
import type { CaseFile } from "./case-file.ts";
import { othersOnHost } from "./neighbours.ts";
import { type Examination, fits, known, line, type Rule, refutedBy } from "./rule.ts";
import { badRunsOf } from "./runs.ts";
import {
  isKnownMetric,
  latelyIncreaseOf,
  latestOf,
  notRisingLine,
  risingLine,
  seriesOf,
  suspectedOf,
  untilLimitLine,
} from "./series.ts";

const FILES_SHARE = 0.8;
const CPU_LOW = 0.5;
const CPU_FULL = 0.9;
const GC_PAUSE_SHARE = 0.1;
const GC_OVERHEAD_SHARE = 0.2;
const LIVE_DATA_SHARE = 0.9;
const LOOP_LAG_SECONDS = 0.2;

export const resourceRules: readonly Rule[] = [
  { row: 46, cause: "connection-pool-exhausted", layer: "target", atMost: "likely", examine: isPoolExhausted },
  { row: 47, cause: "workers-busy", layer: "target", atMost: "likely", examine: areWorkersBusy },
  { row: 48, cause: "heap-pressure", layer: "target", atMost: "likely", examine: isHeapUnderPressure },
  { row: 45, cause: "descriptor-leak", layer: "target", atMost: "likely", examine: isDescriptorLeak },
  { row: 42, cause: "steady-rise", layer: "target", atMost: "likely", examine: isSteadyRise },
  { row: 49, cause: "cpu-saturated", layer: "target", atMost: "likely", examine: isCpuSaturated },
  { row: 50, cause: "event-loop-blocked", layer: "target", atMost: "likely", examine: isEventLoopBlocked },
];

function isDescriptorLeak(file: CaseFile): Examination {
  const open = seriesOf(file, "openFiles");
  const [used, of] = [open?.points.at(-1)?.value, latestOf(file, "maxFiles")];
  if (open === undefined) return undefined;
  const leak = suspectedOf(open);
  const inUse = used === undefined || of === undefined ? undefined : line("in-use", { what: "files", used, of });
  const isNearLimit = used !== undefined && of !== undefined && used > FILES_SHARE * of;
  if (leak !== undefined) {
    const evidence = [risingLine(open, leak), ...known(inUse, untilLimitLine(leak))] as const;
    return fits("descriptor-leak", { confidence: isNearLimit ? "likely" : "possible", with: {}, evidence });
  }
  if (inUse === undefined) return undefined;
  return isNearLimit ? fits("descriptor-leak", { confidence: "possible", with: {}, evidence: [inUse] }) : { refutedBy: inUse };
}

/** A leak of something whose meaning only the owner knows. */
function isSteadyRise({ check }: CaseFile): Examination {
  const unknown = (check.series ?? []).filter(({ metric }) => metric === undefined || !isKnownMetric(metric));
  const rising = unknown.find((series) => suspectedOf(series) !== undefined);
  const leak = suspectedOf(rising);
  if (rising !== undefined && leak !== undefined) {
    const evidence = [risingLine(rising, leak), ...known(untilLimitLine(leak))] as const;
    return fits("steady-rise", { confidence: "likely", with: { series: rising.name }, evidence });
  }
  const [judged] = unknown.filter(({ leak: verdict }) => verdict !== undefined);
  if (judged?.leak === undefined || judged.leak.verdict === "suspected") return undefined;
  return { refutedBy: notRisingLine(judged, judged.leak) };
}

/** All connections are lent out, and somebody waits for one. */
function isPoolExhausted(file: CaseFile): Examination {
  const [used, of] = [latestOf(file, "connectionsActive"), latestOf(file, "connectionsMax")];
  const pending = latestOf(file, "connectionsPending") ?? 0;
  const timeouts = latelyIncreaseOf(file, "connectionTimeouts")?.by ?? 0;
  if (used === undefined || of === undefined) return undefined;
  const inUse = line("in-use", { what: "connections", used, of });
  if ((used < of || pending === 0) && timeouts === 0) return { refutedBy: inUse };
  const waiting = pending > 0 ? line("waiting", { what: "connections", count: pending }) : undefined;
  const inVain = timeouts > 0 ? line("waited-in-vain", { what: "connections", count: timeouts }) : undefined;
  return fits("connection-pool-exhausted", { confidence: "likely", with: {}, evidence: [inUse, ...known(waiting, inVain)] });
}

/** All threads that serve requests are busy while the processor is not: they wait for something. */
function areWorkersBusy(file: CaseFile): Examination {
  const servlet = file.check.threads?.servlet;
  const used = latestOf(file, "workersBusy") ?? servlet?.busy;
  const of = latestOf(file, "workersMax") ?? servlet?.all;
  if (used === undefined || of === undefined || of === 0) return undefined;
  const inUse = line("in-use", { what: "workers", used, of });
  if (used < of) return { refutedBy: inUse };
  const cpu = cpuLine(file);
  if (cpu !== undefined && cpu.share >= CPU_LOW) return { refutedBy: cpu.seen };
  const place = servlet === undefined || servlet.frame === "" ? undefined : line("busy-in", { frame: servlet.frame });
  const confidence = cpu === undefined ? "possible" : "likely";
  return fits("workers-busy", { confidence, with: {}, evidence: [inUse, ...known(cpu?.seen, place)] });
}

/** Collecting takes much of the time, and little is free after it. */
function isHeapUnderPressure(file: CaseFile): Examination {
  const gc = gcShare(file);
  const [used, of] = [latestOf(file, "liveData"), latestOf(file, "maxData")];
  const time = gc === undefined ? undefined : line("share-of-time", { what: "gc", share: gc.share });
  const room = used === undefined || of === undefined || of <= 0 ? undefined : line("in-use", { what: "heap", used, of });
  const isFull = used !== undefined && of !== undefined && used > LIVE_DATA_SHARE * of;
  if (time !== undefined && gc?.isHigh === false) return { refutedBy: time };
  if (room !== undefined && !isFull) return { refutedBy: room };
  const [first, ...others] = known(time, room);
  if (first === undefined) return undefined;
  const confidence = others.length > 0 ? "likely" : "possible";
  return fits("heap-pressure", { confidence, with: {}, evidence: [first, ...others] });
}

interface GcShare {
  readonly share: number;
  readonly isHigh: boolean;
}

/** The collector's own account, or else its pauses in the time between the points. */
function gcShare(file: CaseFile): GcShare | undefined {
  const overhead = latestOf(file, "gcOverhead");
  if (overhead !== undefined) return { share: overhead, isHigh: overhead > GC_OVERHEAD_SHARE };
  const pauses = latelyIncreaseOf(file, "gcPauseSeconds");
  if (pauses === undefined) return undefined;
  const share = (1_000 * pauses.by) / pauses.overMs;
  return { share, isHigh: share > GC_PAUSE_SHARE };
}

/** The processor has nothing left, the service is slow, and it is not the collector. */
function isCpuSaturated(file: CaseFile): Examination {
  const cpu = cpuLine(file);
  if (cpu === undefined) return undefined;
  if (cpu.share < CPU_FULL) return { refutedBy: cpu.seen };
  const gc = gcShare(file);
  if (gc?.isHigh) return refutedBy("share-of-time", { what: "gc", share: gc.share });
  const hurt = othersOnHost(file).find(({ status }) => status === "slow" || status === "down");
  if (hurt === undefined && badRunsOf(file)?.latest.status !== "slow") return undefined;
  const other = hurt === undefined ? undefined : line("same-host-down", { check: hurt.id });
  return fits("cpu-saturated", { confidence: "likely", with: {}, evidence: [cpu.seen, ...known(other)] });
}

interface CpuSeen {
  readonly share: number;
  readonly seen: EvidenceLine;
}

function cpuLine(file: CaseFile): CpuSeen | undefined {
  const share = latestOf(file, "cpu");
  return share === undefined ? undefined : { share, seen: line("share-of-time", { what: "cpu", share }) };
}

function isEventLoopBlocked(file: CaseFile): Examination {
  const seconds = latestOf(file, "eventLoopLagSeconds");
  if (seconds === undefined) return undefined;
  const seen = line("event-loop-lag", { lagMs: 1_000 * seconds });
  if (seconds <= LOOP_LAG_SECONDS) return { refutedBy: seen };
  return fits("event-loop-blocked", { confidence: "likely", with: {}, evidence: [seen] });
}
