/** What failing checks share: the place they are probed from, an address, a host. */
import type { Confidence } from "../model/diagnosis.ts";
import type { WatchedCheck } from "../model/picture.ts";
import type { Root } from "../model/root.ts";
import type { Failing, FailingPlace } from "./failing.ts";
import { commonMoment, includes } from "./outbreak.ts";

export interface SharedCause {
  readonly root: Root;
  readonly confidence: Confidence;
  /** Who broke before it is not of its doing. */
  readonly beganAtEpochMs: number;
}

export interface Scene {
  /** Those that no dependency and no fault of ours explains. */
  readonly failing: readonly Failing[];
  /** From where they are seen to fail, and others that only some of their places see fail. */
  readonly seen: readonly FailingPlace[];
  /** All that could have failed with them. */
  readonly checks: readonly WatchedCheck[];
}

const FAILING_MIN = 2;
const FAILING_SHARE_MIN = 0.6;
const HOSTS_MIN = 2;
const HOSTS_MIN_ALONE = 3;
/** Another location in which more fails than this is no witness for the network between. */
const FINE_SHARE_MAX = 0.2;

/**
 * By name of the location. Whom it kept from an answer counts, not who was answered wrongly. Of one host alone, the host is the
 * simpler explanation; without a witness more of them must fail.
 */
export function findLocationCauses(scene: Scene): Map<string, SharedCause> {
  const all = countNames(scene.checks.flatMap(({ places }) => places.map(({ location }) => location)));
  const failing = scene.seen.map((seen) => ({ ...seen, name: seen.location }));
  const shares = failingShares(failing, all);
  const lost = failing.filter(({ mayBeThePlace }) => mayBeThePlace);
  const causes = findShared("location", { failing: lost, all }).flatMap(({ cause, hit }): SharedCause[] => {
    const others = [...shares].flatMap(([location, share]) => (location === cause.root.name ? [] : share));
    const hosts = countHosts(hit);
    if (others.length === 0) return hosts >= HOSTS_MIN_ALONE ? [{ ...cause, confidence: "possible" }] : [];
    return hosts >= HOSTS_MIN && others.some((share) => share <= FINE_SHARE_MAX) ? [cause] : [];
  });
  return byName(causes);
}

/** By address. Checks of one host are the host's. */
export function findAddressCauses(scene: Scene): Map<string, SharedCause> {
  const causes = findShared("address", crowdBy("address", scene)).filter(({ hit }) => countHosts(hit) >= HOSTS_MIN);
  return byName(causes.map(({ cause }) => ({ ...cause, confidence: "possible" })));
}

/** By name of the host. */
export function findHostCauses(scene: Scene): Map<string, SharedCause> {
  return byName(findShared("host", crowdBy("host", scene)).map(({ cause }) => cause));
}

export function isOfItsDoing({ beganAtEpochMs }: SharedCause, { outbreak }: Failing): boolean {
  return outbreak.toEpochMs >= beganAtEpochMs;
}

interface Found {
  readonly cause: SharedCause;
  /** Those that can have broken at one moment. */
  readonly hit: readonly Failing[];
}

/** What fails, by the name of what it may share, and how many there are of each name. */
interface Crowd {
  readonly failing: readonly (Failing & { readonly name: string })[];
  readonly all: ReadonlyMap<string, number>;
}

function crowdBy(kind: "address" | "host", { failing, checks }: Scene): Crowd {
  return {
    failing: failing.flatMap((each) => (each.check[kind] === undefined ? [] : [{ ...each, name: each.check[kind] }])),
    all: countNames(checks.flatMap((check) => check[kind] ?? [])),
  };
}

function countNames(names: readonly string[]): Map<string, number> {
  return new Map([...Map.groupBy(names, (name) => name)].map(([name, same]) => [name, same.length]));
}

function findShared(kind: "location" | "address" | "host", { failing, all }: Crowd): Found[] {
  return [...Map.groupBy(failing, ({ name }) => name)].flatMap(([name, members]): Found[] => {
    const beganAtEpochMs = commonMoment(members.map(({ outbreak }) => outbreak));
    if (beganAtEpochMs === undefined) return [];
    const hit = members.filter(({ outbreak }) => includes(outbreak, beganAtEpochMs));
    const isMost = hit.length >= FAILING_MIN && hit.length >= FAILING_SHARE_MIN * (all.get(name) ?? 0);
    return isMost ? [{ hit, cause: { root: { kind, name }, confidence: "likely", beganAtEpochMs } }] : [];
  });
}

function failingShares(failing: Crowd["failing"], all: Crowd["all"]): Map<string, number> {
  const failed = countNames(failing.map(({ name }) => name));
  return new Map([...all].map(([name, count]) => [name, (failed.get(name) ?? 0) / count]));
}

function countHosts(failing: readonly Failing[]): number {
  return new Set(failing.map(({ check }) => check.host ?? check.id)).size;
}

function byName(causes: readonly SharedCause[]): Map<string, SharedCause> {
  return new Map(causes.map((cause) => [cause.root.name, cause]));
}
