/** What a run has to tell, for tests: one check that is well, one that answers 503, one that is slow, one that runs only on AWS. */
import { casesOfChecks } from "../../lib/core/diagnosis/cases-of-checks.ts";
import { diagnose } from "../../lib/core/diagnosis/diagnose.ts";
import type { RanCheck, RunItem } from "../../lib/core/messages/run-item.ts";
import type { Check } from "../../lib/core/model/check.ts";
import type { Outcome } from "../../lib/core/model/outcome.ts";
import { aCheck, anOutcome } from "./outcomes.ts";
import { answering503, NOTHING_KNOWN } from "./stories.ts";

export function aRanCheck(parts: Partial<RanCheck> & { readonly check?: Check; readonly outcome?: Outcome } = {}): RanCheck {
  const outcome = parts.outcome ?? anOutcome(parts.check && { check: parts.check.id });
  return {
    check: aCheck({ id: outcome.check }),
    ...{ outcome, runs: [outcome], diagnosis: NOTHING_KNOWN, expectations: [] },
    ...parts,
  };
}

/** A morning at Acme, with titles in Korean; what is said of it is what the diagnosis says. */
export function aMorning(): RunItem[] {
  const ran = [login, checkout, search];
  const outcomes = ran.map(({ outcome }) => outcome);
  const nowEpochMs = Date.UTC(2026, 10, 22, 8, 40, 3);
  const cases = casesOfChecks(
    ran.map(({ check }) => check),
    outcomes,
    { nowEpochMs, timezone: "Asia/Seoul" },
  );
  const items = ran.map((item, index) => {
    const file = cases[index];
    return file === undefined || item.outcome.status === "up" ? item : { ...item, diagnosis: diagnose(file) };
  });
  return [...items, { check: aCheck({ id: "globex/tokens", kind: "logs", source: placeOf(31) }), skipped: "only on AWS (logs)" }];
}

const placeOf = (line: number) => ({ file: "checks.yaml", line });
const startedAtEpochMs = Date.UTC(2026, 10, 22, 8, 40, 2);

const login = aRanCheck({
  check: aCheck({ id: "acme-prod/login", title: "로그인", source: placeOf(9) }),
  outcome: anOutcome({ check: "acme-prod/login", startedAtEpochMs }),
});

const checkout = aRanCheck({
  check: aCheck({ id: "acme-prod/checkout", group: "acme-prod", title: "결제 API", source: placeOf(14) }),
  outcome: { ...answering503, location: "local", startedAtEpochMs },
  expectations: [
    { expected: "status == 200", actual: "503", result: "unmet" },
    { expected: 'json $.status == "ok"', actual: '"down"', result: "unmet" },
    { expected: "total < 2s", actual: "650 ms", result: "held" },
  ],
});

const search = aRanCheck({
  check: aCheck({ id: "globex/search", title: "검색", source: placeOf(20) }),
  outcome: anOutcome({
    ...{ check: "globex/search", status: "slow", startedAtEpochMs, totalMs: 840 },
    breaches: [{ expected: "total <= 500ms", actual: "840 ms" }],
    phases: [
      { phase: "connect", ms: 20 },
      { phase: "server", ms: 820 },
    ],
    facts: { "certificate.daysLeft": 12.6 },
    evidence: { request: "GET https://search.globex.example/?q=a" },
  }),
  expectations: [{ expected: "total <= 500ms", actual: "840 ms", result: "slow" }],
});
