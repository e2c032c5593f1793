/** Which of its checks shows an incident best, and by which alarm. */
import { troubledPlaces } from "../incidents/failing.ts";
import type { Check, CheckId, Config } from "../model/check.ts";
import type { Incident, Member } from "../model/incident.ts";
import type { Picture, WatchedCheck, WatchedPlace } from "../model/picture.ts";

export interface Lead {
  readonly check: Check;
  readonly watched: WatchedCheck;
  /** From which it is looked at: one that sees it fail, where that is known. */
  readonly place: WatchedPlace;
  readonly member?: Member;
}

/**
 * The check at fault if the root is one, else the member that went first, those still in alarm before the others. Of a fault of
 * ours any check that it blinds will do: what is asked then is how we are.
 */
export function findLead(incident: Incident, { config, picture }: { config: Config; picture: Picture }): Lead | undefined {
  const checks = new Map(config.checks.map((check) => [check.id, check]));
  const watched = new Map(picture.checks.map((check) => [check.id, check]));
  const members = incident.members.toSorted((one, other) => rank(one, incident) - rank(other, incident));
  const blinded = picture.checks.filter(({ places }) =>
    places.some(({ prober, shard }) => [prober, shard].includes(incident.root.name)),
  );
  const candidates: readonly { readonly id: CheckId | undefined; readonly member?: Member }[] = [
    ...members.map((member) => ({ id: member.check, member })),
    ...(incident.root.kind === "prober" ? blinded : []).map(({ id }) => ({ id })),
  ];
  for (const { id = "", member } of candidates) {
    const [check, seen] = [checks.get(id), watched.get(id)];
    const place = seen && placeFor(incident, seen);
    if (check && seen && place) return { check, watched: seen, place, ...(member && { member }) };
  }
  return undefined;
}

function isOf({ location, prober, shard }: WatchedPlace, root: string): boolean {
  return [location, prober, shard].includes(root);
}

/** The place at fault if the root is one, or a prober of it. */
function placeFor({ root }: Incident, watched: WatchedCheck): WatchedPlace | undefined {
  return watched.places.find((place) => isOf(place, root.name)) ?? troubledPlaces(watched)[0];
}

function rank({ check, sinceEpochMs, untilEpochMs }: Member, { root }: Incident): number {
  if (root.kind === "check" && check === root.name) return -1;
  return untilEpochMs === undefined ? sinceEpochMs : Number.MAX_SAFE_INTEGER;
}
