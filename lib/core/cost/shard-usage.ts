/** What one shard uses: counted from what one pass over it would publish. */
import { publishesPhases, samplesOfOutcome, samplesOfShard } from "../metrics/samples.ts";
import type { Check } from "../model/check.ts";
import type { Sample } from "../model/metric.ts";
import type { Outcome } from "../model/outcome.ts";
import type { Shard } from "../model/shard.ts";
import { findProbe } from "../probes/index.ts";
import { paceChecks } from "../run/pacing.ts";
import { scheduleEveryMs } from "../run/shards.ts";
import { MEMORY_GB, MONTH_MS, OTLP_POINT_BYTES, PUBLISHING_SECONDS, RUN_SECONDS, SAMPLES_A_REQUEST } from "./assumptions.ts";
import { phasesOf, speaksTls } from "./phases-of.ts";
import type { Usage } from "./usage.ts";

const HOUR_MS = 3_600_000;
const HOURS_A_DAY = 24;
const DAY_MS = HOURS_A_DAY * HOUR_MS;
const GIGABYTE_BYTES = 1_000_000_000;
/** The first run of a day publishes everything that is ever published. */
const DAYS_FIRST_EPOCH_MS = 0;

export function shardUsage(shard: Shard, deployment: string): Partial<Usage> {
  const passes = MONTH_MS / scheduleEveryMs(shard);
  const rounds = scheduleEveryMs(shard) / shard.everyMs;
  const { otlp, ofChecks } = byForm(shard, deployment);
  const report = {
    shard: shard.name,
    location: "region",
    scheduledAtEpochMs: 0,
    missedRuns: 0,
    unknownOutcomes: 0,
    loopLagMs: 0,
  };
  const ofShard = samplesOfShard(report, deployment);
  const hourShare = Math.min(1, HOUR_MS / shard.everyMs);
  return {
    runs: passes * rounds * shard.checks.length,
    otlpGigabytes: (otlp.reduce((sum, sample) => sum + pointsOf(sample, shard), 0) * OTLP_POINT_BYTES) / GIGABYTE_BYTES,
    metrics: [...ofChecks, ...ofShard].reduce((sum, sample) => sum + hoursWithData(sample, hourShare), 0),
    apiRequests: passes * Math.ceil((ofChecks.length * rounds + ofShard.length) / SAMPLES_A_REQUEST),
    lambdaRuns: passes,
    lambdaGbSeconds: passes * MEMORY_GB * passSeconds(shard, rounds),
    scheduledStarts: passes,
  };
}

/** What goes over OTLP, and what is published as classic metrics. */
function byForm({ checks }: Shard, deployment: string): { readonly otlp: Sample[]; readonly ofChecks: Sample[] } {
  const samplesOfForm = (isOtlp: boolean) =>
    checks.filter(({ metricForm }) => (metricForm === "otlp") === isOtlp).flatMap((check) => samplesOf(check, deployment));
  return { otlp: samplesOfForm(true), ofChecks: samplesOfForm(false) };
}

function pointsOf({ metric }: Sample, { everyMs }: Shard): number {
  return MONTH_MS / (metric === "CertificateDaysLeft" ? DAY_MS : everyMs);
}

/** A metric costs for the hours in which it has data. */
function hoursWithData({ metric }: Sample, hourShare: number): number {
  return metric === "CertificateDaysLeft" ? 1 / HOURS_A_DAY : hourShare;
}

/** From the start of its first check to the end of what is published; below a minute it goes on until the last round. */
function passSeconds(shard: Shard, rounds: number): number {
  const lastStartMs = Math.max(0, ...paceChecks(shard.checks, shard.everyMs).map(({ startAfterMs }) => startAfterMs));
  return ((rounds - 1) * shard.everyMs + lastStartMs) / 1_000 + RUN_SECONDS + PUBLISHING_SECONDS;
}

function samplesOf(check: Check, deployment: string): Sample[] {
  const { everyMs, slow } = check;
  const context = { deployment, everyMs, dueEpochMs: DAYS_FIRST_EPOCH_MS, slow, hasPhases: publishesPhases(check) };
  return samplesOfOutcome(goodOutcome(check), context);
}

/** With every number that the check can learn. */
function goodOutcome({ id, kind, target }: Check): Outcome {
  const probe = findProbe(kind);
  const own = Object.keys(probe?.factsOf?.(target) ?? {}).filter((fact) => !Object.hasOwn(probe?.facts ?? {}, fact));
  const facts = {
    ...Object.fromEntries(own.map((fact) => [fact, 1])),
    ...(speaksTls(kind, target) && { "certificate.daysLeft": 90 }),
  };
  const phases = phasesOf({ kind, target }).map((phase) => ({ phase, ms: 1 }));
  const base = { check: id, kind, location: "region", startedAtEpochMs: 0, totalMs: 1, phases };
  return { ...base, status: "up", facts, breaches: [], evidence: {} };
}
