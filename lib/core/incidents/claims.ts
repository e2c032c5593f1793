/** Which root each alarm belongs to: the one found now, or the one of the incident that it is in already. */
import type { AlarmSpec, Severity } from "../model/alarm.ts";
import type { CheckId } from "../model/check.ts";
import { CONFIDENCES, type Confidence } from "../model/diagnosis.ts";
import type { Incident } from "../model/incident.ts";
import type { AlarmState, WatchedCheck } from "../model/picture.ts";
import type { Root } from "../model/root.ts";
import { ROOT_KEPT_MS } from "./limits.ts";
import { findRoots, type RootFound } from "./roots.ts";
import { isKnown } from "./told.ts";

/** Alarms that are in alarm for one root. */
export interface Claim extends RootFound {
  readonly severity: Severity;
  readonly states: readonly AlarmState[];
  /** Whether anything points to the root now; else only the incident's memory does. */
  readonly isFound: boolean;
}

export interface ClaimOptions {
  /** Those not closed. */
  readonly incidents: readonly Incident[];
  readonly checks: readonly WatchedCheck[];
  readonly nowEpochMs: number;
}

/** A root has one incident of each severity. */
export function claimKey({ root, severity }: Pick<Claim, "root" | "severity">): string {
  return `${severity} ${root.kind} ${root.name}`;
}

/** By key. Every alarm is in exactly one claim. */
export function claimAlarms(active: readonly AlarmState[], options: ClaimOptions): Map<string, Claim> {
  const found = findRoots(active, options.checks);
  const keysFound = new Set(active.map(({ alarm }) => claimKey({ root: rootIn(found, alarm).root, severity: alarm.severity })));
  const homes = incidentsByAlarm(options.incidents);
  const rootOfCheck = new Map(active.filter(isCritical).map(({ alarm }) => [alarm.check, rootIn(found, alarm).root]));
  const settled = active.map((state) => {
    const { name, severity } = state.alarm;
    const home = homes.get(name);
    const rootOfRoot = home?.root.kind === "check" ? rootOfCheck.get(home.root.name) : undefined;
    return { state, severity, ...settleRoot(rootIn(found, state.alarm), { state, home, rootOfRoot, keysFound, options }) };
  });
  const claims = [...Map.groupBy(settled, claimKey)].flatMap(([key, [first, ...others]]): [string, Claim][] => {
    if (first === undefined) return [];
    const { state, ...claim } = first;
    const confidence = others.reduce((weakest, other) => weaker(weakest, other.confidence), first.confidence);
    const states = [state, ...others.map((other) => other.state)];
    return [[key, { ...claim, confidence, states, isFound: keysFound.has(key) }]];
  });
  return new Map(claims);
}

function isCritical({ alarm }: AlarmState): boolean {
  return alarm.severity === "critical";
}

function rootIn(found: ReadonlyMap<string, RootFound>, { name }: AlarmSpec): RootFound {
  return found.get(name) ?? { root: { kind: "check", name }, confidence: "possible" };
}

/** What is said of all of them must hold for each. */
function weaker(one: Confidence, other: Confidence): Confidence {
  return CONFIDENCES.indexOf(one) > CONFIDENCES.indexOf(other) ? one : other;
}

function incidentsByAlarm(incidents: readonly Incident[]): Map<string, Incident> {
  return new Map(incidents.flatMap((incident) => incident.members.map(({ alarm }) => [alarm, incident] as const)));
}

interface Settling {
  readonly state: AlarmState;
  readonly home: Incident | undefined;
  /** Where the root of that incident is a check: what is found to be the root of that one now. */
  readonly rootOfRoot: Root | undefined;
  readonly keysFound: ReadonlySet<string>;
  readonly options: ClaimOptions;
}

/** An alarm leaves its incident for a root that explains more, or once nothing points to the old one any more. */
function settleRoot(found: RootFound, { state, home, rootOfRoot, keysFound, options }: Settling): RootFound {
  if (home === undefined || isSameRoot(found.root, home.root)) return found;
  const seenFrom = state.alarm.check;
  if (reach(found.root, seenFrom) > reach(home.root, seenFrom)) return found;
  if (rootOfRoot !== undefined && isSameRoot(found.root, rootOfRoot)) return found;
  const { root, confidence } = home;
  return isRemembered(home, { keysFound, options }) ? { root, confidence } : found;
}

/** While nobody was told, there is nothing to be true to. */
function isRemembered(home: Incident, { keysFound, options }: Pick<Settling, "keysFound" | "options">): boolean {
  if (!isKnown(home)) return false;
  if (home.isFlapping || keysFound.has(claimKey(home))) return true;
  return options.nowEpochMs - (home.rootGoneAtEpochMs ?? options.nowEpochMs) < ROOT_KEPT_MS;
}

const OTHER_CHECK_REACH = 3;
const REACH = { host: 1, address: 2, location: 4, prober: 5 } as const;

/** How much a root explains: a dependency more than a host, of which it may bring down all. */
function reach({ kind, name }: Root, seenFrom: CheckId | undefined): number {
  if (kind !== "check") return REACH[kind];
  return name === seenFrom ? 0 : OTHER_CHECK_REACH;
}

export function isSameRoot(one: Root, other: Root): boolean {
  return one.kind === other.kind && one.name === other.name;
}
