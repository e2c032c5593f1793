/** All that is expected of a check beside what one run brought: what held, what did not, what was never judged. */
import type { Check } from "../core/model/check.ts";
import type { Expectation } from "../core/model/expectation.ts";
import type { FactSpec, FactSpecs } from "../core/model/fact.ts";
import type { Outcome } from "../core/model/outcome.ts";
import { findProbe, type KnownKind, kinds } from "../core/probes/index.ts";
import type { ExpectationView } from "../core/render/view.ts";
import { describeExpectation, describeOpposite, describeValues } from "../core/run/describe.ts";

const UNKNOWN_FACT: FactSpec = { shape: "scalar", unit: "none", doc: "" };

/** In the order of the configuration: first what makes a check down, then what makes it slow. */
export function expectationViews({ expect, kind, slow, target }: Check, run: Outcome): ExpectationView[] {
  const specs = specsOf(kind, target);
  const must = expect.map((expectation) => viewOf(expectation, { run, specs, describe: describeExpectation }));
  const should = slow.map((expectation) => viewOf(expectation, { run, specs, describe: describeOpposite }));
  return [...must, ...should];
}

function specsOf(kind: string, target: unknown): FactSpecs {
  const own = findProbe(kind)?.factsOf?.(target);
  return own ?? (Object.hasOwn(kinds, kind) ? kinds[kind as KnownKind].facts : {});
}

interface Judged {
  readonly run: Outcome;
  readonly specs: FactSpecs;
  readonly describe: typeof describeExpectation;
}

/** The judge keeps what did not hold, in the same words; what held is among the facts, unless it is too large or private to keep. */
function viewOf(expectation: Expectation, { describe, run, specs }: Judged): ExpectationView {
  const spec = specs[expectation.fact] ?? UNKNOWN_FACT;
  const expected = describe(expectation, spec);
  const breach = run.breaches.find((one) => one.expected === expected);
  if (breach !== undefined) return { expected, actual: breach.actual, result: run.status === "slow" ? "slow" : "unmet" };
  const value = expectation.path === undefined ? run.facts[expectation.fact] : undefined;
  const isJudged = run.failure === undefined || (run.failure.code === "expectation-unmet" && describe === describeExpectation);
  return {
    expected,
    ...(value !== undefined && { actual: describeValues([value], spec) }),
    result: isJudged ? "held" : "unjudged",
  };
}
