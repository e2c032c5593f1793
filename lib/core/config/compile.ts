/** An outside value -> Config, or everything that is wrong with it. Shared by checks.yaml and defineChecks. */
import { type AlarmPolicy, type Check, type Config, type Contact, groupOf, type SourcePlace } from "../model/check.ts";
import type { Expectation } from "../model/expectation.ts";
import { schemas } from "../probes/schemas.ts";
import type { CheckDraft, Draft } from "./draft.ts";
import { metricFormOf } from "./metric-form.ts";
import { type Fault, formatPath } from "./problem.ts";
import { readDraft } from "./read-draft.ts";
import { contactRules } from "./rules/contacts.ts";
import { dependencyRules } from "./rules/dependencies.ts";
import { groupRules } from "./rules/groups.ts";
import { leakRules } from "./rules/leak.ts";
import { logRules } from "./rules/logs.ts";
import { placeRules } from "./rules/places.ts";
import { statusPageRules } from "./rules/status-page.ts";
import { timingRules } from "./rules/timing.ts";
import type { Majority } from "./schedule.ts";
import { settle } from "./settled.ts";
import { statusPagesOf } from "./status-pages.ts";
import { suggest } from "./suggest.ts";

const RULES: readonly ((draft: Draft) => Fault[])[] = [
  timingRules,
  placeRules,
  contactRules,
  dependencyRules,
  groupRules,
  leakRules,
  logRules,
  statusPageRules,
];

interface CompileOptions {
  /** Where a check is written, by its place in the list. */
  readonly sourceOf?: (index: number) => SourcePlace;
}

type Compiled =
  | { readonly config: Config; readonly warnings: readonly Fault[] }
  /** At least one is an error. */
  | { readonly faults: readonly Fault[] };

export function compile(value: unknown, options: CompileOptions = {}): Compiled {
  const { draft, faults: ownFaults } = readDraft(value);
  const faults = withoutRepeats([...withoutMisspelt(ownFaults), ...RULES.flatMap((rule) => rule(draft))]);
  if (faults.some((fault) => fault.severity === "error")) return { faults };
  const config = buildConfig(draft, options);
  return { config, warnings: faults };
}

/** A key that is there under a wrong name is not missing too. */
function withoutMisspelt(faults: readonly Fault[]): Fault[] {
  const parentOf = (fault: Fault) => formatPath(fault.path.slice(0, -1));
  const keyOf = (fault: Fault) => String(fault.path.at(-1));
  const unknown = Map.groupBy(
    faults.filter(({ code }) => code === "unknown-key"),
    parentOf,
  );
  const isMisspelt = (missing: Fault) =>
    unknown.get(parentOf(missing))?.some((other) => suggest(keyOf(other), [keyOf(missing)]) !== undefined) ?? false;
  return faults.filter((fault) => fault.code !== "missing-key" || !isMisspelt(fault));
}

/** A default that fits no check is one fault, not one a check. */
function withoutRepeats(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [`${formatPath(fault.path)} ${fault.code} ${fault.message}`, fault])).values()];
}

function buildConfig(draft: Draft, options: CompileOptions): Config {
  const contacts = draft.contacts.map(({ contact }) => contact).filter((contact) => contact !== undefined);
  const statusPages = statusPagesOf(draft);
  return {
    name: needed(draft.sound.name),
    timezone: draft.sound.timezone ?? "UTC",
    language: draft.sound.language ?? "en",
    contacts,
    ...(draft.sound.vpc !== undefined && { vpc: draft.sound.vpc }),
    operators: draft.sound.operators ?? draft.defaults.sound.notify ?? namesOf(contacts),
    ...(statusPages.length > 0 && { statusPages }),
    checks: draft.checks.map((check) => buildCheck(draft, check, options)),
  };
}

function buildCheck(draft: Draft, check: CheckDraft, { sourceOf }: CompileOptions): Check {
  const { id = needed(check.sound.id), title, publicTitle, runbook, leak, dependsOn = [] } = check.sound;
  const kind = needed(check.kind);
  const everyMs = needed(settle(draft, check, { key: "every" }).value);
  const metricForm = metricFormOf(draft, check);
  return {
    id,
    group: groupOf(id),
    title: title ?? id,
    ...(publicTitle === undefined ? {} : { publicTitle }),
    ...(runbook === undefined ? {} : { runbook }),
    kind,
    target: schemas[kind].settle(check.target, { everyMs }),
    everyMs,
    timeoutMs: needed(settle(draft, check, { key: "timeout" }).value),
    from: needed(settle(draft, check, { key: "from" }).value),
    ...(metricForm !== "classic" && { metricForm }),
    notify: [...new Set(needed(settle(draft, check, { key: "notify" }).value))],
    expect: withDefaults(check.expect ?? [], schemas[kind].defaultsFor(check.target)),
    slow: check.slow ?? [],
    alarm: policyOf(needed(settle(draft, check, { key: "alarm" }).value)),
    ...(leak === undefined ? {} : { leak }),
    dependsOn: [...new Set(dependsOn)],
    ...(sourceOf === undefined ? {} : { source: sourceOf(check.index) }),
  };
}

function policyOf({ after, locations }: { readonly after: AlarmPolicy; readonly locations?: Majority }): AlarmPolicy {
  return { ...after, ...(locations !== undefined && { badLocations: locations.badLocations }) };
}

/** Defaults first: that the name does not exist explains why its addresses are not the expected ones. */
function withDefaults(written: readonly Expectation[], defaults: readonly Expectation[]): Expectation[] {
  const facts = new Set(written.map(({ fact }) => fact));
  return [...defaults.filter(({ fact }) => !facts.has(fact)), ...written];
}

function namesOf(contacts: readonly Contact[]): string[] {
  return contacts.map(({ name }) => name);
}

/** What a draft without errors always has. */
function needed<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("a configuration without errors lacks a value: this is a bug in Bongsu");
  return value;
}
