/** Who is to be told of an incident. */
import type { ContactName } from "../model/check.ts";
import type { Incident } from "../model/incident.ts";
import type { AlarmState } from "../model/picture.ts";
import { type Claim, isSameRoot } from "./claims.ts";
import { isSystemAlarm } from "./own-faults.ts";

interface Claims {
  readonly claim: Claim;
  readonly claims: ReadonlyMap<string, Claim>;
}

/** Contacts of all alarms that belong to it, also earlier ones. A fault of ours is for the operators; owners are let alone. */
export function contactsOf({ contacts }: Pick<Incident, "contacts">, { claim, claims }: Claims): readonly ContactName[] {
  const names =
    claim.root.kind === "prober" ? operatorsOf(claim, { claims, contacts }) : [...contacts, ...notified(claim.states)];
  return [...new Set(names)].toSorted();
}

/** Its own alarms may be of the other severity. If they name nobody, owners are better than nobody. */
function operatorsOf(
  { root, states }: Claim,
  { claims, contacts }: Pick<Claims, "claims"> & Pick<Incident, "contacts">,
): readonly ContactName[] {
  const ofRoot = [...claims.values()].filter((claim) => isSameRoot(claim.root, root)).flatMap((claim) => claim.states);
  const operators = notified(ofRoot.filter(({ alarm }) => isSystemAlarm(alarm)));
  if (operators.length > 0) return operators;
  return contacts.length > 0 ? contacts : notified(states);
}

function notified(states: readonly AlarmState[]): ContactName[] {
  return states.flatMap(({ alarm }) => alarm.notify);
}
