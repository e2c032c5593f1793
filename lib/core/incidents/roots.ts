/**
 * Alarms -> what is at fault, in the order of elimination: ourselves, the location, a dependency, an address or host that
 * checks share, the check itself.
 */
import type { AlarmTopic } from "../alarms/topics.ts";
import type { CheckId } from "../model/check.ts";
import type { Confidence } from "../model/diagnosis.ts";
import type { AlarmState, WatchedCheck } from "../model/picture.ts";
import type { Root } from "../model/root.ts";
import { findOrigins } from "./dependencies.ts";
import { type Failing, failingChecks, failingPlaces, troubledPlaces } from "./failing.ts";
import { ROOTS_MAX } from "./limits.ts";
import { isNotLater } from "./outbreak.ts";
import { findOwnFaults, isSystemAlarm, systemRoot } from "./own-faults.ts";
import {
  findAddressCauses,
  findHostCauses,
  findLocationCauses,
  isOfItsDoing,
  type Scene,
  type SharedCause,
} from "./shared-causes.ts";

export interface RootFound {
  readonly root: Root;
  readonly confidence: Confidence;
}

/** The root of every alarm in alarm, by name of the alarm. */
export function findRoots(active: readonly AlarmState[], checks: readonly WatchedCheck[]): Map<string, RootFound> {
  const found = findRootsOfChecks(active, checks);
  return new Map(active.map((state) => [state.alarm.name, rootOfAlarm(state, { ...found, active, checks })]));
}

interface RootsOfChecks {
  /** Of those that are down. */
  readonly rootOfCheck: ReadonlyMap<CheckId, RootFound>;
  /** What explains that only some places see a check down; absent where nothing does. */
  readonly rootOfPlaces: (check: CheckId) => RootFound | undefined;
}

interface Context extends RootsOfChecks {
  readonly active: readonly AlarmState[];
  readonly checks: readonly WatchedCheck[];
}

/** A warning stays with its check: it was there before the outage and will be there after it. Only a place explains what one place sees. */
function rootOfAlarm({ alarm }: AlarmState, { rootOfCheck, rootOfPlaces, ...seen }: Context): RootFound {
  if (isSystemAlarm(alarm)) return { root: systemRoot(alarm, seen), confidence: "confirmed" };
  const { check, name, severity, topic } = alarm;
  const find = (id: CheckId) => {
    if (topic === ("partly-down" satisfies AlarmTopic)) return rootOfPlaces(id);
    return severity === "warning" ? undefined : rootOfCheck.get(id);
  };
  const found = check === undefined ? undefined : find(check);
  return found ?? { root: { kind: "check", name: check ?? name }, confidence: "confirmed" };
}

function findRootsOfChecks(active: readonly AlarmState[], checks: readonly WatchedCheck[]): RootsOfChecks {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const failing = failingChecks(active, byId);
  const ours = blindedChecks(active, { failing, checks });
  const theirs = failing.filter(({ check }) => !ours.has(check.id));
  const origins = findOrigins(theirs);
  const isExplained = ({ id }: WatchedCheck) => ours.has(id) || (origins.get(id)?.check.id ?? id) !== id;
  const scene = {
    failing: theirs.filter(({ check }) => !isExplained(check)),
    seen: failingPlaces(active, byId).filter(({ check }) => !isExplained(check)),
    checks: checks.filter((check) => !isExplained(check)),
  };
  const rootOfPlaces = placesRootOf(scene);
  const rootOfOrigin = sharedRootOf(scene, rootOfPlaces);
  const found = theirs.map(({ check }): [CheckId, RootFound] => {
    const origin = origins.get(check.id);
    const shared = origin && rootOfOrigin(origin);
    return [check.id, shared ?? ownRoot(check, origin)];
  });
  return { rootOfCheck: boundRoots(new Map([...ours, ...found]), checks), rootOfPlaces };
}

function ownRoot(check: WatchedCheck, origin: Failing | undefined): RootFound {
  const name = origin?.check.id ?? check.id;
  return { root: { kind: "check", name }, confidence: name === check.id ? "confirmed" : "likely" };
}

/** Checks that a fault of ours explains. */
function blindedChecks(
  active: readonly AlarmState[],
  { failing, checks }: { failing: readonly Failing[]; checks: readonly WatchedCheck[] },
): Map<CheckId, RootFound> {
  const faults = findOwnFaults(active, checks);
  const pairs = failing.flatMap(({ check, outbreak }): [CheckId, RootFound][] => {
    const fault = faults.find((each) => each.blinds(check) && isNotLater(each.outbreak, outbreak));
    return fault === undefined ? [] : [[check.id, { root: fault.root, confidence: "confirmed" }]];
  });
  return new Map(pairs);
}

function sharedRootOf(scene: Scene, rootOfPlaces: RootsOfChecks["rootOfPlaces"]): (failing: Failing) => RootFound | undefined {
  const causes = { address: findAddressCauses(scene), host: findHostCauses(scene) };
  return (failing) => {
    const { id, address = "", host = "" } = failing.check;
    const candidates = [causes.address.get(address), causes.host.get(host)];
    const ofItsDoing = (cause: SharedCause | undefined) => cause !== undefined && isOfItsDoing(cause, failing);
    return rootOfPlaces(id) ?? candidates.find(ofItsDoing);
  };
}

/** Places explain a check only if each from which it is seen to fail is at fault itself. */
function placesRootOf(scene: Scene): RootsOfChecks["rootOfPlaces"] {
  const causes = findLocationCauses(scene);
  const seenOf = Map.groupBy(scene.seen, ({ check }) => check.id);
  return (id) => {
    const found = (seenOf.get(id) ?? []).map((seen) => {
      const cause = causes.get(seen.location);
      return cause !== undefined && seen.mayBeThePlace && isOfItsDoing(cause, seen) ? cause : undefined;
    });
    return found.every((cause) => cause !== undefined) ? found[0] : undefined;
  };
}

/**
 * More roots at once than anybody could read about: checks of one host count as its host's then, and if that does not help,
 * all of it is one event of the location, for want of a better explanation.
 */
function boundRoots(found: ReadonlyMap<CheckId, RootFound>, checks: readonly WatchedCheck[]): Map<CheckId, RootFound> {
  const byId = new Map(checks.map((check) => [check.id, check]));
  const byLocation = Map.groupBy(found, ([id]) => commonName("location", byId.get(id)));
  return new Map(
    [...byLocation.values()].flatMap((entries) => widen(widen(entries, { kind: "host", byId }), { kind: "location", byId })),
  );
}

interface Widening {
  readonly kind: "host" | "location";
  readonly byId: ReadonlyMap<CheckId, WatchedCheck>;
}

function widen(entries: readonly [CheckId, RootFound][], { kind, byId }: Widening): readonly [CheckId, RootFound][] {
  const roots = new Set(entries.map(([, { root }]) => `${root.kind} ${root.name}`));
  if (roots.size <= ROOTS_MAX) return entries;
  return entries.map(([id, each]): [CheckId, RootFound] => {
    const name = commonName(kind, byId.get(id));
    const isWiderAlready = each.root.kind === "prober" || (kind === "host" && each.root.kind !== "check");
    return [id, name === undefined || isWiderAlready ? each : { root: { kind, name }, confidence: "possible" }];
  });
}

function commonName(kind: Widening["kind"], check: WatchedCheck | undefined): string | undefined {
  if (check === undefined) return undefined;
  return kind === "host"
    ? check.host
    : troubledPlaces(check)
        .map(({ location }) => location)
        .join(", ");
}
