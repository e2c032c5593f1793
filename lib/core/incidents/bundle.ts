/** What a line should hear -> messages: few of them, and never more than its budget bears. What does not fit waits, or goes into one. */
import type { Incident, Line, Sent } from "../model/incident.ts";
import { budgetOf, burstRoom } from "./budget.ts";
import type { DraftReason, Item, Message } from "./draft.ts";
import { newsOf } from "./due.ts";
import { BUNDLED_FROM } from "./limits.ts";
import { openingsDue, recoveriesDue } from "./openings.ts";
import { isUnfinished } from "./told.ts";

export interface LineState {
  readonly line: Line;
  readonly sent: readonly Sent[];
  /** Critical ones that concern the line. */
  readonly incidents: readonly Incident[];
  readonly isSilenced: (incident: Incident) => boolean;
  readonly nowEpochMs: number;
}

export function messagesFor(state: LineState): readonly Message[] {
  const room = budgetOf(state.line, state);
  const recoveries = inBursts("close", { incidents: recoveriesDue(state), state });
  const back = recoveries.length <= room ? recoveries : allInOne("close", { messages: recoveries, room });
  const news = Map.groupBy(newsFor(state), ({ reason }) => reason);
  const others = [
    ...inBursts("open", { incidents: openingsDue(state), state }),
    ...[...news].flatMap(([reason, items]) => bundle(reason, items)),
  ];
  // What is told now will have a recovery too: it takes two places. The last is for a message that stands for all the others.
  const free = (room - back.length - recoveriesOwed(state, back)) / 2;
  return [...back, ...(others.length < free ? others : allInOne("overflow", { messages: others, room: free }))];
}

/** Recoveries that are still to come: a place is kept for each. What was told in one message will probably be over in one. */
function recoveriesOwed({ incidents, line }: LineState, told: readonly Message[]): number {
  const over = new Set(told.flatMap(({ items }) => items.map(({ incident }) => incident.id)));
  const owed = incidents.filter((incident) => isUnfinished(incident, line) && !over.has(incident.id));
  return new Set(owed.map((incident) => incident.told[line]?.openedAtEpochMs)).size;
}

function allInOne(reason: DraftReason, { messages, room }: { messages: readonly Message[]; room: number }): Message[] {
  const items = messages.flatMap((message) => message.items);
  return items.length === 0 || room < 1 ? [] : [together(reason, items)];
}

function newsFor({ incidents, isSilenced, line, nowEpochMs }: LineState): Item[] {
  return incidents.flatMap((incident) => {
    const reason = isSilenced(incident) ? undefined : newsOf(incident, { line, nowEpochMs });
    return reason === undefined ? [] : [{ incident, reason }];
  });
}

function inBursts(reason: DraftReason, { incidents, state }: { incidents: readonly Incident[]; state: LineState }): Message[] {
  const room = burstRoom(reason, state);
  const items = incidents.map((incident) => ({ incident, reason }));
  if (room === 0 || items.length === 0) return [];
  return items.length > room ? [together(reason, items)] : bundle(reason, items);
}

function bundle(reason: DraftReason, items: readonly Item[]): Message[] {
  return items.length < BUNDLED_FROM ? items.map((item) => ({ reason, items: [item] })) : [together(reason, items)];
}

function together(reason: DraftReason, items: readonly Item[]): Message {
  return { reason, items: items.toSorted((one, other) => byWeight(one.incident, other.incident)) };
}

/** The widest first, then the oldest. */
function byWeight(one: Incident, other: Incident): number {
  return other.memberCount - one.memberCount || one.openedAtEpochMs - other.openedAtEpochMs || (one.id < other.id ? -1 : 1);
}
