/** What failing checks share: the place they are probed from, an address, a host. */
import type { Confidence } from "../model/diagnosis.ts";
import type { WatchedCheck } from "../model/picture.ts";
import type { Root } from "../model/root.ts";
import type { Failing } from "./failing.ts";
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
  /** All that could have failed with them. */
  readonly checks: readonly WatchedCheck[];
}

type Shared = "location" | "address" | "host";

const FAILING_MIN = 2;
const FAILING_SHARE_MIN = 0.6;
const HOSTS_MIN = 2;
const HOSTS_MIN_ALONE = 3;
/** Another location in which more fails than this is no witness for the network between. */
const FINE_SHARE_MAX = 0.2;

/** By name of the location. Of one host alone, the host is the simpler explanation; without a witness more of them must fail. */
export function findLocationCauses(scene: Scene): Map<string, SharedCause> {
  const shares = failingShares(scene);
  const causes = findShared("location", scene).flatMap(({ cause, hit }): SharedCause[] => {
    const others = [...shares].flatMap(([location, share]) => (location === cause.root.name ? [] : share));
    const hosts = countHosts(hit);
    if (others.length === 0) return hosts >= HOSTS_MIN_ALONE ? [{ ...cause, confidence: "possible" }] : [];
    return hosts >= HOSTS_MIN && others.some((share) => share <= FINE_SHARE_MAX) ? [cause] : [];
  });
  return byName(causes);
}

/** By address. Checks of one host are the host's. */
export function findAddressCauses(scene: Scene): Map<string, SharedCause> {
  const causes = findShared("address", scene).filter(({ hit }) => countHosts(hit) >= HOSTS_MIN);
  return byName(causes.map(({ cause }) => ({ ...cause, confidence: "possible" })));
}

/** By name of the host. */
export function findHostCauses(scene: Scene): Map<string, SharedCause> {
  return byName(findShared("host", scene).map(({ cause }) => cause));
}

export function isOfItsDoing({ beganAtEpochMs }: SharedCause, { outbreak }: Failing): boolean {
  return outbreak.toEpochMs >= beganAtEpochMs;
}

interface Found {
  readonly cause: SharedCause;
  /** Those that can have broken at one moment. */
  readonly hit: readonly Failing[];
}

function findShared(kind: Shared, { failing, checks }: Scene): Found[] {
  const all = Map.groupBy(checks, (check) => check[kind]);
  return [...Map.groupBy(failing, ({ check }) => check[kind])].flatMap(([name, members]): Found[] => {
    const beganAtEpochMs = commonMoment(members.map(({ outbreak }) => outbreak));
    if (name === undefined || beganAtEpochMs === undefined) return [];
    const hit = members.filter(({ outbreak }) => includes(outbreak, beganAtEpochMs));
    const isMost = hit.length >= FAILING_MIN && hit.length >= FAILING_SHARE_MIN * (all.get(name)?.length ?? 0);
    return isMost ? [{ hit, cause: { root: { kind, name }, confidence: "likely", beganAtEpochMs } }] : [];
  });
}

function failingShares({ failing, checks }: Scene): Map<string, number> {
  const failed = Map.groupBy(failing, ({ check }) => check.location);
  const all = Map.groupBy(checks, ({ location }) => location);
  return new Map([...all].map(([location, each]) => [location, (failed.get(location)?.length ?? 0) / each.length]));
}

function countHosts(failing: readonly Failing[]): number {
  return new Set(failing.map(({ check }) => check.host ?? check.id)).size;
}

function byName(causes: readonly SharedCause[]): Map<string, SharedCause> {
  return new Map(causes.map((cause) => [cause.root.name, cause]));
}
