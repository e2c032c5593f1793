/** Which of its checks shows an incident best, and by which alarm. */
import type { Check, CheckId, Config } from "../model/check.ts";
import type { Incident, Member } from "../model/incident.ts";
import type { Picture, WatchedCheck } from "../model/picture.ts";

export interface Lead {
  readonly check: Check;
  readonly watched: WatchedCheck;
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
  const blinded = picture.checks.filter(({ prober, shard }) => [prober, shard].includes(incident.root.name));
  const candidates: readonly { readonly id: CheckId | undefined; readonly member?: Member }[] = [
    ...members.map((member) => ({ id: member.check, member })),
    ...(incident.root.kind === "prober" ? blinded : []).map(({ id }) => ({ id })),
  ];
  for (const { id = "", member } of candidates) {
    const [check, seen] = [checks.get(id), watched.get(id)];
    if (check !== undefined && seen !== undefined) return { check, watched: seen, ...(member && { member }) };
  }
  return undefined;
}

function rank({ check, sinceEpochMs, untilEpochMs }: Member, { root }: Incident): number {
  if (root.kind === "check" && check === root.name) return -1;
  return untilEpochMs === undefined ? sinceEpochMs : Number.MAX_SAFE_INTEGER;
}
