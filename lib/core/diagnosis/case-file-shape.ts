/** Case files from outside (a file, another version): whether a value is one that the rules may look at. */
import { FAILURE_CODES } from "../model/failure.ts";
import type { AddressResult, Attempt, CertificateSummary, Outcome, PhaseTime } from "../model/outcome.ts";
import { isOutcome } from "../run/parse-outcome.ts";
import { isRecord } from "../shapes.ts";
import type { Convoy } from "../thread-dump/locks.ts";
import type { GroupSeen } from "../thread-dump/meanings.ts";
import { THREAD_STATES } from "../thread-dump/thread.ts";
import type { ServletUse, ThreadSummary } from "../thread-dump/thread-summary.ts";
import type { LeakSuspected, LeakVerdict } from "../trends/leak-verdict.ts";
import type { Point } from "../trends/series.ts";
import type { SlowHour, TimeOfDayVerdict } from "../trends/time-of-day.ts";
import type { LimitExpected } from "../trends/time-until-limit.ts";
import type { CaseFile, CheckEvidence, LogCount, OtherCheck, SeriesEvidence, ShardHealth } from "./case-file.ts";

type Test = (value: unknown) => boolean;

/** Beyond it JavaScript has no dates. */
const EPOCH_MAX_MS = 8.64e15;

const isText: Test = (value) => typeof value === "string";
const isNumber: Test = (value) => typeof value === "number" && Number.isFinite(value);
const isFlag: Test = (value) => typeof value === "boolean";
const isMoment: Test = (value) => isNumber(value) && Math.abs(Number(value)) <= EPOCH_MAX_MS;
const isStatus: Test = (value) => value === "up" || value === "slow" || value === "down" || value === "unknown";
const isCode: Test = (value) => FAILURE_CODES.some((code) => code === value);

function isTimezone(value: unknown): boolean {
  if (typeof value !== "string") return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

function optional(test: Test): Test {
  return (value) => value === undefined || test(value);
}

function listOf(test: Test): Test {
  return (value) => Array.isArray(value) && value.every(test);
}

function valuesAre(test: Test): Test {
  return (value) => isRecord(value) && Object.values(value).every(test);
}

/** A field of the type that is not tested does not compile; others are let through, unread. */
function shapeOf<Type>(fields: Readonly<Record<keyof Type, Test>>): (value: unknown) => value is Type {
  const tests: (readonly [string, Test])[] = Object.entries(fields);
  return (value): value is Type => isRecord(value) && tests.every(([name, test]) => test(value[name]));
}

const isPoint = shapeOf<Point>({ atEpochMs: isMoment, value: isNumber });
const isPhaseTime = shapeOf<PhaseTime>({ phase: isText, ms: isNumber });
const isAttempt = shapeOf<Attempt>({ code: isCode, message: isText, totalMs: isNumber });
const isAddress = shapeOf<AddressResult>({
  ...{ address: isText, status: isStatus, totalMs: isNumber, code: optional(isCode), fingerprint: optional(isText) },
});
const isCertificate = shapeOf<CertificateSummary>({
  ...{ subject: isText, issuer: isText, names: listOf(isText), validFrom: isText, validTo: isText },
  ...{ daysLeft: isNumber, fingerprint: isText },
});

/** An outcome with evidence of which every part can be read. */
export function isSoundOutcome(value: unknown): value is Outcome {
  if (!isOutcome(value) || !isMoment(value.startedAtEpochMs)) return false;
  const { addresses, attempts, certificate, loopLagMs, notes } = value.evidence;
  return (
    optional(listOf(isAddress))(addresses) &&
    optional(listOf(isAttempt))(attempts) &&
    optional(isCertificate)(certificate) &&
    optional(isNumber)(loopLagMs) &&
    optional(listOf(isText))(notes)
  );
}

const isLimitExpected = shapeOf<LimitExpected>({
  outlook: (value) => value === "expected",
  ...{ limit: isNumber, soonestMs: isNumber, likelyMs: isNumber, latestMs: isNumber },
});

function isTimeUntilLimit(value: unknown): boolean {
  if (!isRecord(value)) return false;
  if (value.outlook === "no-known-limit") return true;
  const isOther = value.outlook === "already-above" || value.outlook === "not-foreseeable";
  return isOther ? isNumber(value.limit) : isLimitExpected(value);
}

const isRise: Test = shapeOf<LeakSuspected["stillRising"]>({ slopePerHour: isNumber, p: isNumber });
const isSuspected = shapeOf<LeakSuspected>({
  verdict: (value) => value === "suspected",
  severity: (value) => value === "critical" || value === "warning",
  ...{ points: isNumber, fromEpochMs: isMoment, toEpochMs: isMoment, level: isNumber, p: isNumber, noise: isNumber },
  ...{ slopePerHour: isNumber, slopeLowPerHour: isNumber, slopeHighPerHour: isNumber, rise: isNumber, riseNeeded: isNumber },
  ...{ stillRising: isRise, sameHours: optional(isRecord), timeUntilLimit: isTimeUntilLimit },
});

/** Numbers of the rule that failed. */
const FAILED_RULES: Readonly<Record<string, readonly string[]>> = {
  trend: ["p", "pBelow"],
  effect: ["rise", "riseNeeded"],
  "still-rising": ["slopePerHour", "slopeNeededPerHour"],
  "same-hours": ["level", "earlierMaximum", "days"],
};

function isLeakVerdict(value: unknown): value is LeakVerdict {
  if (!isRecord(value)) return false;
  const { failed, verdict } = value;
  if (verdict === "suspected") return isSuspected(value);
  if (verdict === "not-enough-data") return isNumber(value.points) && isNumber(value.pointsNeeded);
  if (verdict !== "no-trend" || !isRecord(failed) || typeof failed.rule !== "string") return false;
  const numbers = Object.hasOwn(FAILED_RULES, failed.rule) ? FAILED_RULES[failed.rule] : undefined;
  return numbers?.every((name) => isNumber(failed[name])) ?? false;
}

const isSlowHour = shapeOf<SlowHour>({
  hour: isNumber,
  daysHit: isNumber,
  daysLooked: isNumber,
  timesUsual: isNumber,
  chance: isNumber,
});

function isTimeOfDayVerdict(value: unknown): value is TimeOfDayVerdict {
  if (!isRecord(value) || !isNumber(value.days)) return false;
  if (value.verdict === "slow-hours") return listOf(isSlowHour)(value.hours);
  return value.verdict === "no-pattern" || value.verdict === "not-enough-data";
}

const isGroup = shapeOf<GroupSeen>({
  ...{ name: isText, state: (value: unknown) => THREAD_STATES.some((state) => state === value), frame: isText },
  ...{ count: isNumber, pools: isNumber, distinctNames: isNumber, added: optional(isNumber) },
});
const isThreadSummary = shapeOf<ThreadSummary>({
  ...{ threads: isNumber, groups: listOf(isGroup), frames: listOf(isText), deadlock: listOf(isText), sentences: listOf(isText) },
  convoys: listOf(shapeOf<Convoy>({ owner: isText, frame: isText, waiters: isNumber })),
  servlet: optional(shapeOf<ServletUse>({ all: isNumber, busy: isNumber, frame: isText })),
});

const isSeries = shapeOf<SeriesEvidence>({
  ...{ name: isText, metric: optional(isText), labels: optional(valuesAre(isText)) },
  ...{ points: listOf(isPoint), leak: optional(isLeakVerdict) },
});

const isCheck = shapeOf<CheckEvidence>({
  ...{
    id: isText,
    kind: isText,
    location: isText,
    isInVpc: optional(isFlag),
    host: optional(isText),
    everyMs: optional(isNumber),
    timeoutMs: optional(isNumber),
  },
  ...{ outcomes: listOf(isSoundOutcome), usual: optional(listOf(isPhaseTime)), usualFacts: optional(valuesAre(isNumber)) },
  ...{ latency: optional(listOf(isPoint)), series: optional(listOf(isSeries)), slowHours: optional(isTimeOfDayVerdict) },
  ...{ threads: optional(isThreadSummary), startedAtEpochMs: optional(isMoment) },
});

const isOutage: Test = shapeOf<NonNullable<OtherCheck["lastOutage"]>>({ fromEpochMs: isMoment, toEpochMs: isMoment });
const isOtherCheck = shapeOf<OtherCheck>({
  ...{ id: isText, kind: isText, location: isText, host: optional(isText), status: isStatus, sinceEpochMs: isMoment },
  ...{
    everyMs: optional(isNumber),
    latest: optional(isSoundOutcome),
    isDependency: optional(isFlag),
    lastOutage: optional(isOutage),
  },
});

const isShard = shapeOf<ShardHealth>({
  ...{ everyMs: isNumber, heartbeatAgeMs: optional(isNumber), loopLagMs: optional(isNumber) },
  ...{ isColdStart: optional(isFlag), remainingMs: optional(isNumber) },
});

/** Whether every part that a rule may look at has the right type. */
export const isCaseFile = shapeOf<CaseFile>({
  ...{ nowEpochMs: isMoment, timezone: isTimezone, check: isCheck, others: optional(listOf(isOtherCheck)) },
  ...{ shard: optional(isShard), logs: optional(listOf(shapeOf<LogCount>({ group: isText, pattern: isText, count: isNumber }))) },
});
