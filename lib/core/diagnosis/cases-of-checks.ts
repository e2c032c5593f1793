/** What some runs of checks know of one another, as cases: outcomes beside what the configuration says. */
import type { Check } from "../model/check.ts";
import type { Outcome } from "../model/outcome.ts";
import { hostOf } from "../probes/host-of.ts";
import type { CaseFile, CheckEvidence, OtherCheck } from "./case-file.ts";
import { type CaseOptions, casesOfOutcomes } from "./cases-of-outcomes.ts";

/** One case a check that has outcomes, in the order of the outcomes. */
export function casesOfChecks(checks: readonly Check[], outcomes: readonly Outcome[], options: CaseOptions): CaseFile[] {
  const byId = new Map(checks.map((check) => [check.id, check]));
  return casesOfOutcomes(outcomes, options).map((file) => {
    const check = byId.get(file.check.id);
    const others = file.others?.map((other) => withConfigured(other, byId.get(other.id), check));
    return { ...file, check: { ...file.check, ...limitsOf(check) }, ...(others !== undefined && { others }) };
  });
}

function withConfigured(other: OtherCheck, configured: Check | undefined, of: Check | undefined): OtherCheck {
  const { everyMs, host } = limitsOf(configured);
  return {
    ...other,
    ...(everyMs !== undefined && { everyMs }),
    ...(host !== undefined && { host }),
    ...(of?.dependsOn.includes(other.id) && { isDependency: true }),
  };
}

function limitsOf(check: Check | undefined): Partial<Pick<CheckEvidence, "everyMs" | "timeoutMs" | "host">> {
  if (check === undefined) return {};
  const host = hostOf(check);
  return { everyMs: check.everyMs, timeoutMs: check.timeoutMs, ...(host !== undefined && { host }) };
}
