/** Whether a set of texts, as a list fact is, satisfies one matcher. Order and repeats mean nothing. */
import type { Matcher, NumberRange } from "../model/expectation.ts";
import type { Scalar } from "../model/fact.ts";
import { type Condition, combine, holdsIf, type Match, type TestPattern } from "./match.ts";

/** `oneOf`: exactly these members; `contains`: some member holds the text; `matches`: there are members, and each matches. */
export function matchSet(matcher: Matcher, members: readonly Scalar[], testPattern: TestPattern): Match {
  return combine(matcher, (condition) => testSet(condition, members, testPattern));
}

function testSet(condition: Condition, members: readonly Scalar[], testPattern: TestPattern): Match {
  switch (condition.op) {
    case "exists":
      return holdsIf(members.length > 0 === condition.value);
    case "oneOf":
      return holdsIf(areSame(new Set(condition.values), new Set(members)));
    case "contains":
      return holdsIf(members.some((member) => String(member).includes(condition.value)));
    case "matches":
      return holdsIf(members.length > 0 && members.every((member) => testPattern(condition.pattern, String(member))));
    default:
      // A set has no order: the configuration refuses to compare it.
      return "missing";
  }
}

function areSame(wanted: ReadonlySet<Scalar | NumberRange>, found: ReadonlySet<Scalar>): boolean {
  return wanted.size === found.size && [...found].every((member) => wanted.has(member));
}
