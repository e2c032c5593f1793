/** Observation + expectations -> verdict. This is where "down" is decided, and nowhere else. */
import type { Check } from "../model/check.ts";
import type { Expectation } from "../model/expectation.ts";
import type { FactMap, FactSpec, FactSpecs, Facts, FactValue, Scalar } from "../model/fact.ts";
import { type Failure, isOwnFault } from "../model/failure.ts";
import type { Breach, Observation, Status } from "../model/outcome.ts";
import { describeExpectation, describeOpposite, describeValues } from "./describe.ts";
import { type Engines, loadEngines } from "./engines.ts";
import { match } from "./match.ts";
import { matchSet } from "./match-set.ts";
import { parseJson } from "./parse-json.ts";

/** A list stays in the Outcome as one text, which must not grow with whatever a server sends. */
const LIST_MAX_CHARACTERS = 1_000;

export interface Verdict {
  readonly status: Status;
  readonly failure?: Failure;
  /** Of a down run: expectations that did not hold. Of a slow one: why it is slow. */
  readonly breaches: readonly Breach[];
  /** Facts that stay in the Outcome. */
  readonly facts: Readonly<Record<string, Scalar>>;
}

export async function judge(check: Check, observation: Observation, specs: FactSpecs): Promise<Verdict> {
  const facts = withTimes(observation);
  const view: View = { facts, specs, engines: await loadEngines(check) };
  return { ...decide(check, observation, view), facts: lastingFacts(facts, specs) };
}

function decide(check: Check, { failure }: Observation, view: View): Omit<Verdict, "facts"> {
  if (failure !== undefined) return { status: isOwnFault(failure.code) ? "unknown" : "down", failure, breaches: [] };
  const unmet = check.expect.flatMap((expectation) => findBreach(expectation, view) ?? []);
  if (unmet.length > 0) return { status: "down", failure: explainUnmet(unmet), breaches: unmet };
  const slow = check.slow.flatMap((rule) => findSlowness(rule, view) ?? []);
  return { status: slow.length > 0 ? "slow" : "up", breaches: slow };
}

interface View {
  readonly facts: Facts;
  readonly specs: FactSpecs;
  readonly engines: Engines;
}

/** A phase that the kind does not declare can still be expected. */
const UNKNOWN_FACT: FactSpec = { shape: "number", unit: "none", doc: "" };

/** One reading of what an expectation speaks of. */
type Reading = { readonly values: readonly Scalar[] } | { readonly unreadable: string };

function findBreach(expectation: Expectation, view: View): Breach | undefined {
  const spec = view.specs[expectation.fact] ?? UNKNOWN_FACT;
  for (const reading of read(expectation, view)) {
    const expected = describeExpectation(expectation, spec);
    if ("unreadable" in reading) return { expected, actual: reading.unreadable };
    const isMet = matcherOf(spec)(expectation.matcher, reading.values, view.engines.testPattern) === "holds";
    if (!isMet) return { expected, actual: `${describeValues(reading.values, spec)}${explanation(spec, view)}` };
  }
  return undefined;
}

function explanation({ explainedBy }: FactSpec, { facts }: View): string {
  const text = facts[explainedBy ?? ""];
  return typeof text === "string" && text !== "" ? ` (${text})` : "";
}

function findSlowness(rule: Expectation, view: View): Breach | undefined {
  const spec = view.specs[rule.fact] ?? UNKNOWN_FACT;
  const slow = read(rule, view).find(
    (reading) => "values" in reading && matcherOf(spec)(rule.matcher, reading.values, view.engines.testPattern) === "holds",
  );
  if (slow === undefined || !("values" in slow)) return undefined;
  return { expected: describeOpposite(rule, spec), actual: describeValues(slow.values, spec) };
}

/** The values of a list are judged together; several values of a header, each for itself. */
function matcherOf({ shape }: FactSpec): typeof match {
  return shape === "list" ? matchSet : match;
}

/** Several readings (a JSON path that selects several values) must all satisfy. */
function read({ fact, path }: Expectation, { facts, specs, engines }: View): readonly Reading[] {
  const spec = specs[fact];
  if (spec?.shape === "json") return readJson(path ?? "$", facts[spec.from ?? ""], engines);
  const value = facts[fact];
  if (value === undefined) return [{ values: [] }];
  if (isMap(value)) return [{ values: Object.hasOwn(value, path ?? "") ? (value[path ?? ""] ?? []) : [] }];
  if (Array.isArray(value)) return [{ values: value }];
  return [{ values: [value as Scalar] }];
}

function readJson(path: string, text: FactValue | undefined, engines: Engines): readonly Reading[] {
  const parsed = parseJson(typeof text === "string" ? text : "");
  if ("unreadable" in parsed) return [parsed];
  const selected = engines.queryJson(path, parsed.document);
  if (selected.length === 0) return [{ values: [] }];
  return selected.map((value) => ({ values: isScalar(value) ? [value] : [JSON.stringify(value)] }));
}

function explainUnmet(breaches: readonly Breach[]): Failure {
  const [first] = breaches;
  const others = breaches.length > 1 ? ` (and ${breaches.length - 1} more)` : "";
  return { phase: "judged", code: "expectation-unmet", message: `expected ${first?.expected}, got ${first?.actual}${others}` };
}

/** Total and phases are facts too, so that they can be expected. */
function withTimes({ facts, phases, totalMs }: Observation): Facts {
  const times: Record<string, number> = {};
  for (const { phase, ms } of phases) times[phase] = ms;
  return { ...facts, total: totalMs, ...times };
}

function lastingFacts(facts: Facts, specs: FactSpecs): Record<string, Scalar> {
  const lasting: Record<string, Scalar> = {};
  for (const name of Object.keys(facts)) {
    const value = facts[name];
    if (value === undefined || specs[name]?.transient || isMap(value)) continue;
    lasting[name] = Array.isArray(value) ? joinList(value) : (value as Scalar);
  }
  return lasting;
}

function joinList(values: readonly string[]): string {
  const text = values.join(", ");
  return text.length <= LIST_MAX_CHARACTERS ? text : `${text.slice(0, LIST_MAX_CHARACTERS - 1)}…`;
}

function isMap(value: FactValue): value is FactMap {
  return typeof value === "object" && !Array.isArray(value);
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}
