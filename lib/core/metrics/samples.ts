import type { Check } from "../model/check.ts";
import type { Expectation } from "../model/expectation.ts";
import type { Sample } from "../model/metric.ts";
import type { Outcome, PhaseTime } from "../model/outcome.ts";
import type { ShardReport } from "../model/shard.ts";
import { findProbe } from "../probes/index.ts";
import { checkDimensions, METRICS, type MetricName, PHASE_DIMENSION, SERIES_DIMENSION, shardDimensions } from "./catalogue.ts";
import { slownessOf, watchesSlowness } from "./slowness.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

export interface SampleContext {
  readonly deployment: string;
  readonly everyMs: number;
  /** When the run was due: the timestamp of its samples, so that each period holds exactly one. */
  readonly dueEpochMs: number;
  /** Of the check. Left out where samples cost nothing: then slowness is always told. */
  readonly slow?: readonly Expectation[];
  /** Whether the check publishes them; absent: no. */
  readonly hasPhases?: boolean;
}

/** Each phase is a metric that costs: only who asks for them has them. */
export function publishesPhases({ metricForm }: Pick<Check, "metricForm">): boolean {
  return metricForm === "full";
}

/** What is published of one outcome: nothing at all when the run was our own fault. */
export function samplesOfOutcome(outcome: Outcome, context: SampleContext): Sample[] {
  if (outcome.status === "unknown") return [];
  const dimensions = checkDimensions(context.deployment, outcome.check, outcome.location);
  const isHighResolution = context.everyMs < MINUTE_MS;
  const sample = (metric: MetricName, value: number, further: Sample["dimensions"] = {}): Sample => ({
    metric,
    dimensions: { ...dimensions, ...further },
    value,
    unit: METRICS[metric].unit,
    atEpochMs: context.dueEpochMs,
    isHighResolution,
  });
  const samples = [sample("Up", outcome.status === "down" ? 0 : 1)];
  if (wasAnswered(outcome)) samples.push(sample("LatencyMs", outcome.totalMs));
  if (context.hasPhases) {
    samples.push(...endedPhases(outcome).map(({ phase, ms }) => sample("PhaseMs", ms, { [PHASE_DIMENSION]: phase })));
  }
  const slowness = slownessToTell(outcome, context.slow);
  if (slowness !== undefined) samples.push(sample("Slow", slowness));
  const daysLeft = outcome.facts["certificate.daysLeft"];
  if (typeof daysLeft === "number" && isFirstRunOfDay(context)) samples.push(sample("CertificateDaysLeft", daysLeft));
  if (wasAnswered(outcome)) {
    samples.push(...seriesOf(outcome).map(([name, value]) => sample("Value", value, { [SERIES_DIMENSION]: name })));
  }
  return samples;
}

/** The phase in which a run broke off lasted as long as we waited, which says nothing of the target. */
function endedPhases({ phases, failure }: Outcome): PhaseTime[] {
  return phases.filter(({ phase }) => phase !== failure?.phase);
}

/** Each metric costs money: one without an alarm on it is not published. */
function slownessToTell(outcome: Outcome, slow: SampleContext["slow"]): number | undefined {
  return slow === undefined || watchesSlowness(slow) ? slownessOf(outcome, slow ?? []) : undefined;
}

/** Numbers that the check itself has named. */
function seriesOf({ kind, facts }: Outcome): [string, number][] {
  const probe = findProbe(kind);
  if (probe?.factsOf === undefined) return [];
  return Object.entries(facts).flatMap(([name, value]): [string, number][] =>
    typeof value === "number" && !Object.hasOwn(probe.facts, name) ? [[name, value]] : [],
  );
}

/** What is published of a pass over a shard: the prober's own health. */
export function samplesOfShard(report: ShardReport, deployment: string): Sample[] {
  const dimensions = shardDimensions(deployment, report.shard, report.location);
  const values = {
    Heartbeat: 1,
    Unknown: report.unknownOutcomes,
    Missed: report.missedRuns,
    LoopLagMs: report.loopLagMs,
  } satisfies Partial<Record<MetricName, number>>;
  return Object.entries(values).map(([metric, value]) => ({
    metric,
    dimensions,
    value,
    unit: METRICS[metric as keyof typeof values].unit,
    atEpochMs: report.scheduledAtEpochMs,
    isHighResolution: false,
  }));
}

/** A run that broke off has no latency of the target, only of its own deadline. */
export function wasAnswered(outcome: Outcome): boolean {
  return outcome.failure === undefined || outcome.failure.code === "expectation-unmet";
}

/** The first run that is due in a UTC day. */
function isFirstRunOfDay(context: SampleContext): boolean {
  return context.dueEpochMs % DAY_MS < context.everyMs;
}
