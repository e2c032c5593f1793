/** What CloudWatch can count and what it cannot: checks of kind logs are never run, so not every key has a meaning for them. */
import type { Expectation, Matcher } from "../../model/expectation.ts";
import type { LogsTarget } from "../../probes/logs/target.ts";
import type { CheckDraft, Draft } from "../draft.ts";
import { type Fault, faultAt } from "../problem.ts";
import { settle } from "../settled.ts";
import { showText } from "../show.ts";

/** CloudWatch Logs' quota, which cannot be raised. */
const FILTERS_PER_GROUP_MAX = 100;
/** Metric filters count by the minute. */
const INTERVAL_MIN_MS = 60_000;

export function logRules(draft: Draft): Fault[] {
  const checks = draft.checks.filter(({ kind }) => kind === "logs");
  const own = checks.flatMap((check) => [...intervalRule(draft, check), ...countRule(check), ...slowRule(check)]);
  return [...own, ...filtersRule(checks)];
}

function intervalRule(draft: Draft, check: CheckDraft): Fault[] {
  const every = settle(draft, check, { key: "every" });
  if (every.value === undefined || every.value >= INTERVAL_MIN_MS) return [];
  const path = every.writtenIn === "check" ? every.path : ["checks", check.index, "logs"];
  const message = "Log events are counted by the minute, and no finer.";
  const at = every.writtenIn === "check" ? "value" : "key";
  return [faultAt(path, { code: "interval-too-short", message, fix: "Write every: 1m or longer in this check.", at })];
}

/** Where nothing is counted CloudWatch has no data rather than a 0, so that a lower bound could never be told from a log without lines. */
function countRule({ index, expect = [] }: CheckDraft): Fault[] {
  const kept = expect.every(({ matcher }) => isUpperBound(matcher));
  if (kept) return [];
  const message = "A check of kind logs can expect no more of count than an upper bound.";
  const path = ["checks", index, "expect", "count" satisfies Expectation["fact"]];
  return [faultAt(path, { code: "upper-bound-expected", message, fix: "Write count: { atMost: 0 }, or another number." })];
}

function isUpperBound(matcher: Matcher): boolean {
  return (matcher.op === "atMost" && matcher.value >= 0) || (matcher.op === "below" && matcher.value > 0);
}

function slowRule({ index, written }: CheckDraft): Fault[] {
  if (!Object.hasOwn(written, "slow")) return [];
  const message = "A check of kind logs is never run, so it is never slow.";
  const fix = "Remove slow, and write the most that may be counted as expect: { count: { atMost: 5 } }.";
  return [faultAt(["checks", index, "slow"], { code: "slow-without-run", message, fix, at: "key" })];
}

/** Said once a group, where the first filter stands that has no room. */
function filtersRule(checks: readonly CheckDraft[]): Fault[] {
  const byGroup = Map.groupBy(checks, ({ target }) => (target as LogsTarget | undefined)?.group);
  return [...byGroup].flatMap(([group, members]) => {
    const tooMany = members[FILTERS_PER_GROUP_MAX];
    if (group === undefined || tooMany === undefined) return [];
    const message = `${members.length} checks count in the log group ${showText(group)}, which can hold ${FILTERS_PER_GROUP_MAX} metric filters.`;
    const fix = "Join patterns of one group, as in ?ExpiredToken ?AccessDenied.";
    return [faultAt(["checks", tooMany.index, "logs", "group"], { code: "too-many-filters", message, fix })];
  });
}
