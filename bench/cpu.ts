/** CPU of the prober's process per probe, against the limit of Node and against blackbox_exporter, in alternating slices. */
import type { Check } from "../lib/core/model/check.ts";
import { httpCheck, tcpCheck } from "../test/kit/checks.ts";
import type { Peer } from "./peer.ts";
import type { RawTarget } from "./raw-probe.ts";
import { median } from "./statistics.ts";
import type { Target } from "./target.ts";
import { startWorker } from "./worker.ts";

export const VARIANTS = ["http", "https", "tcp"] as const;
export type Variant = (typeof VARIANTS)[number];

export interface CpuInput extends RawTarget {
  readonly engine: "bongsu" | "raw";
  readonly check: Check;
  readonly probes: number;
  readonly atOnce: number;
}

/** What a worker reports of some hundred probes. */
export interface Slice {
  readonly cpuUs: number;
  readonly peakMb: number;
}

export interface CpuRow {
  readonly variant: Variant;
  /** Medians, in microseconds of user and system time. */
  readonly bongsuUs: number;
  readonly rawUs: number;
  readonly peerUs?: number;
  /** Medians of the ratios within one turn: what the machine does to one, it does to all in that second. */
  readonly toRaw: number;
  readonly toPeer?: number;
  readonly peakMb: number;
}

export interface CpuOptions {
  readonly target: Target;
  readonly peer?: Peer;
  readonly slices: number;
  /** In a slice. */
  readonly probes: number;
}

interface Turn {
  readonly bongsu: Slice;
  readonly rawUs: number;
  readonly peerUs?: number;
}

const AT_ONCE = 50;

/** All are warm before the first slice, and take turns in slices of less than a second. */
export async function measureCpu(variant: Variant, { target, peer, slices, probes }: CpuOptions): Promise<CpuRow> {
  const port = variant === "https" ? target.httpsPort : target.httpPort;
  const input = { variant, port, ca: target.ca, check: checkFor(variant, port, target.ca), probes, atOnce: AT_ONCE };
  await using bongsu = await startWorker<Slice>("cpu", { input: { ...input, engine: "bongsu" } });
  await using raw = await startWorker<Slice>("cpu", { input: { ...input, engine: "raw" } });
  await peer?.warmUp(input);
  const turns: Turn[] = [];
  for (let slice = 0; slice < slices; slice++) {
    const own = await bongsu.again();
    const peerUs = await peer?.cpuUs(input);
    const { cpuUs: rawUs } = await raw.again();
    turns.push({ bongsu: own, rawUs, ...(peerUs !== undefined && { peerUs }) });
  }
  return summarise(variant, turns);
}

function summarise(variant: Variant, turns: readonly Turn[]): CpuRow {
  const withPeer = turns.flatMap(({ bongsu, peerUs }) =>
    peerUs === undefined ? [] : [{ peerUs, ratio: bongsu.cpuUs / peerUs }],
  );
  return {
    variant,
    bongsuUs: median(turns.map(({ bongsu }) => bongsu.cpuUs)),
    rawUs: median(turns.map(({ rawUs }) => rawUs)),
    toRaw: median(turns.map(({ bongsu, rawUs }) => bongsu.cpuUs / rawUs)),
    ...(withPeer.length > 0 && {
      peerUs: median(withPeer.map(({ peerUs }) => peerUs)),
      toPeer: median(withPeer.map(({ ratio }) => ratio)),
    }),
    peakMb: Math.max(...turns.map(({ bongsu }) => bongsu.peakMb)),
  };
}

function checkFor(variant: Variant, port: number, ca: string): Check {
  if (variant === "tcp") return tcpCheck(port);
  return httpCheck(`${variant}://127.0.0.1:${port}/`, { http: { tls: { verify: true, ca } } });
}
