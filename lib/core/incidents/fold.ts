/**
 * What is in alarm now -> incidents, one a root. The picture is the truth; transitions only say what moved since it was taken,
 * so folding the same again changes nothing.
 */
import type { CheckId } from "../model/check.ts";
import type { Incident } from "../model/incident.ts";
import type { AlarmState, Picture, WatchedCheck } from "../model/picture.ts";
import type { AlarmTransition } from "../ports.ts";
import { withFirstFailure } from "./began.ts";
import { type Claim, claimAlarms, claimKey } from "./claims.ts";
import { keepClosed } from "./closed.ts";
import { contactsOf } from "./contacts.ts";
import { currentStates } from "./current-states.ts";
import { isRestless, withFlip } from "./flips.ts";
import { incidentId } from "./incident-id.ts";
import { NO_DATA_KEPT_MS } from "./limits.ts";
import { activeMembers, quietSinceEpochMs, updateMembers } from "./membership.ts";
import { isSteady } from "./steady.ts";
import { takeOver } from "./takeover.ts";
import { isKnown } from "./told.ts";

export interface Moment {
  readonly picture: Picture;
  readonly transitions: readonly AlarmTransition[];
  readonly nowEpochMs: number;
}

/** All that need to be kept; incidents that are missing in the answer went into another, or are too old to matter. */
export function fold(incidents: readonly Incident[], { picture, transitions, nowEpochMs }: Moment): Incident[] {
  const states = currentStates(picture.alarms, transitions);
  const open = incidents.filter(({ state }) => state !== "closed");
  const active = activeAlarms(states, { open, nowEpochMs });
  const claims = claimAlarms(active, { incidents: open, checks: picture.checks, nowEpochMs });
  const scene: Scene = {
    claims,
    states: new Map(states.map((state) => [state.alarm.name, state])),
    active: new Set(active.map(({ alarm }) => alarm.name)),
    checks: new Map(picture.checks.map((check) => [check.id, check])),
    nowEpochMs,
  };
  const closed = keepClosed(incidents, nowEpochMs);
  const goingOn = takeOver(open, claims);
  const known = new Set(goingOn.map(claimKey));
  const fresh = openIncidents(
    [...claims].filter(([key]) => !known.has(key)).map(([, claim]) => claim),
    { incidents, nowEpochMs },
  );
  return [...closed, ...[...goingOn, ...fresh].map((incident) => update(incident, scene))];
}

interface Scene {
  readonly claims: ReadonlyMap<string, Claim>;
  readonly states: ReadonlyMap<string, AlarmState>;
  readonly active: ReadonlySet<string>;
  readonly checks: ReadonlyMap<CheckId, WatchedCheck>;
  readonly nowEpochMs: number;
}

/** An alarm that lost its data is not back yet: for a while it counts as what it was. */
function activeAlarms(
  states: readonly AlarmState[],
  { open, nowEpochMs }: { open: readonly Incident[]; nowEpochMs: number },
): AlarmState[] {
  const members = new Map(open.flatMap((incident) => activeMembers(incident).map((member) => [member.alarm, member])));
  return states.flatMap((state) => {
    if (state.state === "ALARM") return [state];
    const member = members.get(state.alarm.name);
    const isLost = state.state === "INSUFFICIENT_DATA" && nowEpochMs - state.sinceEpochMs < NO_DATA_KEPT_MS;
    return isLost && member !== undefined ? [{ ...state, sinceEpochMs: member.sinceEpochMs }] : [];
  });
}

interface Opening {
  readonly incidents: readonly Incident[];
  readonly nowEpochMs: number;
}

function openIncidents(claims: readonly Claim[], { incidents, nowEpochMs }: Opening): Incident[] {
  const taken = new Set(incidents.map(({ id }) => id));
  return claims.map((claim) => {
    const id = incidentId(`${claimKey(claim)} ${nowEpochMs}`, taken);
    taken.add(id);
    return openIncident(claim, { id, incidents });
  });
}

/** Empty yet: members join by the same way as later ones. It remembers how restless its root was before. */
function openIncident(
  { root, confidence, severity, states }: Claim,
  { id, incidents }: { id: string; incidents: readonly Incident[] },
): Incident {
  const before = incidents.filter((incident) => claimKey(incident) === claimKey({ root, severity }));
  return {
    ...{ id, root, confidence, severity, state: "gathering" },
    openedAtEpochMs: Math.min(...states.map(({ sinceEpochMs }) => sinceEpochMs)),
    ...{ members: [], memberCount: 0, contacts: [] },
    flipsEpochMs: [...new Set(before.flatMap(({ flipsEpochMs }) => flipsEpochMs))].toSorted((one, other) => one - other),
    ...{ isFlapping: false, told: {}, sequence: 0 },
  };
}

function update(incident: Incident, scene: Scene): Incident {
  const { claims, nowEpochMs } = scene;
  const claim = claims.get(claimKey(incident));
  const claimed = claim?.states ?? [];
  const updated = { ...withFirstFailure(incident, { ...scene, claimed }), ...updateMembers(incident, { ...scene, claimed }) };
  const flipsEpochMs = flipsAfter(updated, { before: incident, nowEpochMs });
  const isFlapping = isRestless({ flipsEpochMs, isFlapping: incident.isFlapping }, nowEpochMs);
  const contacts = claim === undefined ? incident.contacts : contactsOf(incident, { claim, claims });
  return conclude(withRootSeen({ ...updated, flipsEpochMs, isFlapping, contacts }, { claim, nowEpochMs }), scene);
}

function flipsAfter(incident: Incident, { before, nowEpochMs }: { before: Incident; nowEpochMs: number }): readonly number[] {
  const active = activeMembers(incident);
  const wasActive = activeMembers(before).length > 0;
  if (wasActive === active.length > 0) return incident.flipsEpochMs;
  const movedAtEpochMs = quietSinceEpochMs(incident) ?? Math.min(...active.map(({ sinceEpochMs }) => sinceEpochMs));
  return withFlip(incident.flipsEpochMs, movedAtEpochMs === 0 ? nowEpochMs : movedAtEpochMs);
}

function withRootSeen(incident: Incident, { claim, nowEpochMs }: { claim: Claim | undefined; nowEpochMs: number }): Incident {
  const { rootGoneAtEpochMs, ...rest } = incident;
  if (claim === undefined || claim.isFound) return { ...rest, confidence: claim?.confidence ?? rest.confidence };
  return { ...rest, rootGoneAtEpochMs: rootGoneAtEpochMs ?? nowEpochMs };
}

function conclude(incident: Incident, { checks, nowEpochMs }: Scene): Incident {
  const quietEpochMs = quietSinceEpochMs(incident);
  if (quietEpochMs === undefined) {
    return { ...incident, state: isKnown(incident) ? "open" : "gathering" };
  }
  if (!isSteady(incident, { quietEpochMs, checks, nowEpochMs })) return { ...incident, state: "closing" };
  return { ...incident, state: "closed", closedAtEpochMs: nowEpochMs };
}
