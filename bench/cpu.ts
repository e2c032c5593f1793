/** CPU of the prober's process per probe, against the limit of Node and against blackbox_exporter, in alternating rounds. */
import type { Check } from "../lib/core/model/check.ts";
import { httpCheck, tcpCheck } from "../test/kit/checks.ts";
import type { Peer } from "./peer.ts";
import type { RawTarget } from "./raw-probe.ts";
import { median } from "./statistics.ts";
import type { Target } from "./target.ts";
import { measure } from "./worker.ts";

export const VARIANTS = ["http", "https", "tcp"] as const;
export type Variant = (typeof VARIANTS)[number];

export interface CpuInput extends RawTarget {
  readonly engine: "bongsu" | "raw";
  readonly check: Check;
  readonly probes: number;
  readonly atOnce: number;
}

export interface CpuRow {
  readonly variant: Variant;
  /** Medians, in microseconds of user and system time. */
  readonly bongsuUs: number;
  readonly rawUs: number;
  readonly peerUs?: number;
  readonly peakMb: number;
}

export interface CpuOptions {
  readonly target: Target;
  readonly peer?: Peer;
  readonly rounds: number;
  readonly probes: number;
}

interface Round {
  readonly cpuUs: number;
  readonly peakMb: number;
}

const AT_ONCE = 50;

/** A noisy neighbour hits all three alike, because they take turns. */
export async function measureCpu(variant: Variant, { target, peer, rounds, probes }: CpuOptions): Promise<CpuRow> {
  const port = variant === "https" ? target.httpsPort : target.httpPort;
  const input = { variant, port, ca: target.ca, check: checkFor(variant, port, target.ca), probes, atOnce: AT_ONCE };
  const bongsu: Round[] = [];
  const raw: Round[] = [];
  const peerUs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    bongsu.push(await measure<Round>("cpu", { input: { ...input, engine: "bongsu" } }));
    if (peer !== undefined) peerUs.push(await peer.cpuUs({ variant, port, probes, atOnce: AT_ONCE }));
    raw.push(await measure<Round>("cpu", { input: { ...input, engine: "raw" } }));
  }
  return {
    variant,
    bongsuUs: median(bongsu.map(({ cpuUs }) => cpuUs)),
    rawUs: median(raw.map(({ cpuUs }) => cpuUs)),
    ...(peer !== undefined && { peerUs: median(peerUs) }),
    peakMb: median(bongsu.map(({ peakMb }) => peakMb)),
  };
}

function checkFor(variant: Variant, port: number, ca: string): Check {
  if (variant === "tcp") return tcpCheck(port);
  return httpCheck(`${variant}://127.0.0.1:${port}/`, { http: { tls: { verify: true, ca } } });
}
