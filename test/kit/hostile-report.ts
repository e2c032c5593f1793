/** Items of a report as bad as they can come: titles, messages, facts and numbers of anybody's making. */
import fc from "fast-check";
import type { RunItem } from "../../lib/core/messages/run-item.ts";
import type { Observation } from "../../lib/core/model/outcome.ts";
import { hostileDiagnosis, hostileOutcome, hostileText } from "./hostile-stories.ts";
import { aCheck } from "./outcomes.ts";

const id = fc.stringMatching(/^[a-z][a-z0-9._/-]{0,99}$/);
const result = fc.constantFrom("held" as const, "unmet" as const, "slow" as const, "unjudged" as const);

const check = fc
  .record({ id, title: hostileText, file: hostileText, line: fc.nat(), from: fc.constantFrom("region", "vpc") })
  .map(({ file, from, line, ...named }) => aCheck({ ...named, from: [from], source: { file, line } }));

const headers = fc.dictionary(hostileText, fc.array(hostileText, { maxLength: 2 }), { maxKeys: 4 });
const attempt: fc.Arbitrary<Observation> = fc
  .record({ outcome: hostileOutcome, headers, fact: hostileText })
  .map(({ fact, headers, outcome: { evidence, phases, totalMs } }) => ({ phases, totalMs, evidence, facts: { headers, fact } }));

const ran: fc.Arbitrary<RunItem> = fc
  .record(
    {
      ...{ check, outcome: hostileOutcome, diagnosis: hostileDiagnosis },
      others: fc.array(hostileOutcome, { maxLength: 3 }),
      expectations: fc.array(fc.record({ expected: hostileText, actual: hostileText, result }), { maxLength: 4 }),
      attempts: fc.array(attempt, { maxLength: 2 }),
    },
    { requiredKeys: ["check", "outcome", "others", "diagnosis", "expectations"] },
  )
  .map(({ others, ...item }) => ({ ...item, runs: [...others, item.outcome] }));

export const hostileItem: fc.Arbitrary<RunItem> = fc.oneof(
  { weight: 5, arbitrary: ran },
  { weight: 1, arbitrary: fc.record({ check, skipped: hostileText }) },
);
