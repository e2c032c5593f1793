/** Evidence as it might lie before us. It is given to the real diagnosis, so that no example claims what the rules would not. */
import type { CaseFile, CheckEvidence, OtherCheck, SeriesEvidence } from "../../diagnosis/case-file.ts";
import type { Check, CheckId } from "../../model/check.ts";
import type { Outcome } from "../../model/outcome.ts";
import type { Trend, Trouble } from "../../model/story.ts";
import { isRecord } from "../../shapes.ts";
import type { ThreadSummary } from "../../thread-dump/thread-summary.ts";
import { judgeLeak } from "../../trends/leak.ts";
import type { LeakSuspected } from "../../trends/leak-verdict.ts";
import type { Point } from "../../trends/series.ts";
import { badRun, EXAMPLE_LOCATION, expiringRun, goodRun, hostOf, type RunOptions, slowRun, textOf } from "./example-run.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAYS_LEFT = 12;
const GOOD_RUNS = 20;
const BAD_RUNS = 4;
/** From which a check is fine that is down in part. */
export const EXAMPLE_PLACES = ["us-east-1", "eu-west-1"];
const USUAL_FACTS = { handles: 12 };

export interface ExampleContext {
  readonly check: Check;
  /** Ids of the deployment's other checks. */
  readonly others: readonly CheckId[];
  readonly timezone: string;
  readonly nowEpochMs: number;
}

export interface ExampleCase {
  readonly file: CaseFile;
  /** The run that shows the trouble; absent where none does. */
  readonly run?: Outcome;
  readonly trend?: Trend;
}

export function exampleCase(trouble: Trouble, context: ExampleContext): ExampleCase {
  return CASES[trouble](context);
}

/** When the trouble of an example began. */
export function exampleSince({ check, nowEpochMs }: ExampleContext): number {
  return nowEpochMs - BAD_RUNS * check.everyMs - MINUTE_MS;
}

const CASES: Readonly<Record<Trouble, (context: ExampleContext) => ExampleCase>> = {
  down: (context) => caseOfRuns(context, badRun),
  "partly-down": (context) => {
    const { file, ...shown } = caseOfRuns(context, badRun);
    const { id, kind } = context.check;
    const fine = EXAMPLE_PLACES.map((location): OtherCheck => ({ id, kind, location, status: "up", sinceEpochMs: 0 }));
    return { ...shown, file: { ...file, others: [...(file.others ?? []), ...fine] } };
  },
  storm: (context) => caseOfRuns(context, badRun),
  slow: (context) => caseOfRuns(context, slowRun),
  certificate: (context) => {
    const run = expiringRun({ check: context.check, atEpochMs: context.nowEpochMs }, DAYS_LEFT);
    return { run, file: fileWith(context, { outcomes: [run] }) };
  },
  leak: caseOfLeak,
  "slow-hour": (context) => {
    const found = { hour: 4, daysHit: 5, daysLooked: 7, timesUsual: 3.1 };
    const slowHours = { verdict: "slow-hours", days: 7, hours: [{ ...found, chance: 0.002 }] } as const;
    return { trend: { kind: "slow-hour", ...found }, file: fileWith(context, { slowHours }) };
  },
  log: (context) => {
    const { check } = context;
    const log = { group: textOf(check, "group") || "/example/app", pattern: textOf(check, "pattern") || "ExpiredToken" };
    const matches = 37;
    const file = { ...fileWith(context, {}), logs: [{ ...log, count: matches }] };
    return { trend: { kind: "log", ...log, matches, overMs: check.everyMs }, file };
  },
  "no-data": (context) => {
    const heartbeatAgeMs = context.nowEpochMs - exampleSince(context);
    return { file: { ...fileWith(context, {}), shard: { everyMs: context.check.everyMs, heartbeatAgeMs } } };
  },
  prober: (context) => {
    const failure = {
      phase: "prober",
      code: "secret-unavailable",
      message: "the secret acme/example cannot be read (AccessDenied)",
    } as const;
    const run = {
      ...goodRun({ check: context.check, atEpochMs: context.nowEpochMs }),
      status: "unknown",
      phases: [],
      failure,
    } as const;
    return { run, file: fileWith(context, { outcomes: [run] }) };
  },
};

type MakeRun = (options: RunOptions) => Outcome;

/** Some good runs, then bad ones until now. */
function caseOfRuns(context: ExampleContext, make: MakeRun): ExampleCase {
  const { check } = context;
  const sinceEpochMs = exampleSince(context);
  const bad = Array.from({ length: BAD_RUNS }, (_, at) =>
    make({ check, sinceEpochMs, atEpochMs: sinceEpochMs + (BAD_RUNS - 1 - at) * check.everyMs }),
  );
  const good = Array.from({ length: GOOD_RUNS }, (_, at) =>
    goodRun({ check, atEpochMs: sinceEpochMs - (at + 1) * check.everyMs }),
  );
  const [run] = bad;
  return { ...(run && { run }), file: fileWith(context, { outcomes: [...bad, ...good], usual: good[0]?.phases ?? [] }) };
}

/** A gauge that rises by a fiftieth of its limit an hour, judged as a real one is. */
function caseOfLeak(context: ExampleContext): ExampleCase {
  const { check, nowEpochMs } = context;
  const series = check.leak?.series ?? "threads";
  const limit = check.leak?.limit ?? 2_000;
  const points = risingPoints(nowEpochMs, limit);
  const leak = judgeLeak(points, { limit });
  const live: SeriesEvidence = { name: series, metric: metricOf(check, series), points, leak };
  const started: SeriesEvidence = { name: "started", metric: "jvm_threads_started_threads_total", points };
  const level = leak.verdict === "suspected" ? leak.level : (points.at(-1)?.value ?? 0);
  const file = fileWith(context, { series: [live, started], threads: threadsOf(Math.round(level)) });
  return { file, ...(leak.verdict === "suspected" && { trend: trendOf(series, leak) }) };
}

function trendOf(series: string, { level, slopePerHour, timeUntilLimit }: LeakSuspected): Trend {
  const { limit, untilLimit } =
    timeUntilLimit.outlook === "expected" ? { limit: timeUntilLimit.limit, untilLimit: timeUntilLimit } : {};
  return {
    ...{ kind: "leak", series, level, risePerHour: slopePerHour },
    ...(limit !== undefined && { limit }),
    ...(untilLimit && { untilLimit: { soonestMs: untilLimit.soonestMs, latestMs: untilLimit.latestMs } }),
  };
}

/** Half an hour apart, wavering as real ones do. */
function risingPoints(nowEpochMs: number, limit: number): Point[] {
  const points = 24;
  const stepMs = 30 * MINUTE_MS;
  return Array.from({ length: points }, (_, at) => {
    const agoMs = (points - 1 - at) * stepMs;
    const wave = ((at * 7) % 11) - 5;
    return { atEpochMs: nowEpochMs - agoMs, value: Math.round(limit * (0.945 - agoMs / (50 * HOUR_MS) + wave / 150)) };
  });
}

/** As the page of the check calls a series. */
function metricOf({ target }: Check, series: string): string {
  const choices = isRecord(target) && isRecord(target.series) ? target.series : {};
  const choice = choices[series];
  return isRecord(choice) && typeof choice.name === "string" ? choice.name : "jvm_threads_live_threads";
}

function threadsOf(threads: number): ThreadSummary {
  const count = Math.round(0.9 * threads);
  const frame = "com.acme.sms.SmsStatusJob.awaitReply";
  const group = {
    name: "pool-#-thread-1",
    state: "WAITING",
    frame,
    count,
    pools: count,
    distinctNames: count,
    added: 3,
  } as const;
  return { threads, groups: [group], frames: [frame], convoys: [], deadlock: [], sentences: [] };
}

function fileWith({ check, nowEpochMs, others, timezone }: ExampleContext, evidence: Partial<CheckEvidence>): CaseFile {
  const { everyMs, id, kind, timeoutMs } = check;
  return {
    ...{ nowEpochMs, timezone },
    check: {
      ...{ id, kind, location: EXAMPLE_LOCATION, host: hostOf(check), everyMs, timeoutMs, outcomes: [], usualFacts: USUAL_FACTS },
      ...evidence,
    },
    others: others.map(
      (other): OtherCheck => ({
        id: other,
        kind,
        location: EXAMPLE_LOCATION,
        status: "up",
        sinceEpochMs: nowEpochMs - 24 * HOUR_MS,
      }),
    ),
  };
}
