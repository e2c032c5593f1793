/** From runs to what a report tells of them: which run shows it best, what was expected of it, and why it went so. */
import { casesOfChecks } from "../core/diagnosis/cases-of-checks.ts";
import { diagnose } from "../core/diagnosis/diagnose.ts";
import { type RunItem, tellingRun } from "../core/messages/run-item.ts";
import type { Check } from "../core/model/check.ts";
import type { Diagnosis } from "../core/model/diagnosis.ts";
import { systemClock } from "../core/time/clock.ts";
import { expectationViews } from "../local/page-expectations.ts";
import type { RunsOfCheck } from "./run-checks.ts";

const NOTHING_KNOWN: Diagnosis = { findings: [], ruledOut: [], rejected: [] };

/** In the order of the checks; those without runs can run on AWS alone. `timezone`: IANA name. */
export function reportItems(
  checks: readonly Check[],
  ran: readonly RunsOfCheck[],
  { timezone }: { readonly timezone: string },
): RunItem[] {
  const runsOf = new Map(ran.map((runs) => [runs.check, runs]));
  const outcomes = ran.flatMap((runs) => runs.outcomes);
  const cases = casesOfChecks(checks, outcomes, { nowEpochMs: systemClock.epochMs(), timezone });
  const caseOf = new Map(cases.map((file) => [file.check.id, file]));
  return checks.map((check): RunItem => {
    const runs = runsOf.get(check);
    const outcome = tellingRun(runs?.outcomes ?? []);
    if (runs === undefined || outcome === undefined) return { check, skipped: `only on AWS (${check.kind})` };
    const file = outcome.status === "up" ? undefined : caseOf.get(check.id);
    return {
      ...{ check, outcome, runs: runs.outcomes, expectations: expectationViews(check, outcome) },
      diagnosis: file === undefined ? NOTHING_KNOWN : diagnose(file),
      ...(runs.attempts !== undefined && { attempts: runs.attempts }),
    };
  });
}
