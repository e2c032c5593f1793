/** Incidents -> what is told to whom now. Nothing is sent here: what was decided is written down first. */
import type { Incident, Line } from "../model/incident.ts";
import type { IncidentLedger } from "../ports.ts";
import { budgetOf } from "./budget.ts";
import { messagesFor } from "./bundle.ts";
import { digestItems, isDigestTime, isInhibited, isSummaryTime, summaryItems } from "./digest.ts";
import type { Draft, Message } from "./draft.ts";
import { CHANNEL_LIMITS } from "./limits.ts";
import { allLines, type Channels, channelOf, concerns } from "./lines.ts";
import { isMuted, mutesInForce } from "./mutes.ts";
import { addSent, noteTold } from "./note-told.ts";

export interface DecisionContext {
  readonly ledger: Pick<IncidentLedger, "sent" | "mutes" | "digestToldAtEpochMs" | "summaryToldAtEpochMs">;
  readonly channels: Channels;
  /** IANA zone of the people. */
  readonly timezone: string;
  readonly nowEpochMs: number;
}

export interface Decision {
  /** As they are once the drafts are told. */
  readonly incidents: readonly Incident[];
  readonly drafts: readonly Draft[];
  readonly sent: IncidentLedger["sent"];
  readonly mutes: IncidentLedger["mutes"];
  readonly digestToldAtEpochMs?: number;
  readonly summaryToldAtEpochMs?: number;
}

export function decide(incidents: readonly Incident[], context: DecisionContext): Decision {
  const { ledger, nowEpochMs, timezone } = context;
  const mutes = mutesInForce(ledger.mutes, nowEpochMs);
  const isSummary = isSummaryTime(nowEpochMs, { timezone, summaryToldAtEpochMs: ledger.summaryToldAtEpochMs });
  const scene = { incidents, mutes, isSummary, context };
  const drafts = joinLines(allLines(context.channels).map((line) => [line, messagesOf(line, scene)]));
  return {
    incidents: noteTold(incidents, { drafts, nowEpochMs }),
    drafts,
    sent: addSent(ledger.sent, { drafts, nowEpochMs }),
    mutes: mutes.length === ledger.mutes.length ? ledger.mutes : mutes,
    ...(drafts.some(({ reason }) => reason === "digest") && { digestToldAtEpochMs: nowEpochMs }),
    ...(isSummary && { summaryToldAtEpochMs: nowEpochMs }),
  };
}

interface Scene {
  readonly incidents: readonly Incident[];
  readonly mutes: IncidentLedger["mutes"];
  readonly isSummary: boolean;
  readonly context: DecisionContext;
}

function messagesOf(line: Line, { incidents, mutes, isSummary, context }: Scene): readonly Message[] {
  const { ledger, nowEpochMs } = context;
  const isSilenced = (incident: Incident) =>
    isMuted(incident, mutes) || (incident.severity === "warning" && isInhibited(incident, incidents));
  const concerned = incidents.filter((incident) => concerns(incident, line));
  const view = { line, isSilenced, nowEpochMs, sent: ledger.sent[line] ?? [] };
  const messages = messagesFor({ ...view, incidents: concerned.filter(({ severity }) => severity === "critical") });
  const isTime = isSummary || isDigestTime(nowEpochMs, ledger.digestToldAtEpochMs);
  const hasRoom = CHANNEL_LIMITS[channelOf(line)].takesWarnings && budgetOf(line, view) > messages.length;
  const items = isTime && hasRoom ? (isSummary ? summaryItems : digestItems)({ ...view, incidents: concerned }) : [];
  return items.length === 0 ? messages : [...messages, { reason: "digest", items }];
}

/** Lines that hear the same hear it in one draft. */
function joinLines(wanted: readonly (readonly [Line, readonly Message[]])[]): Draft[] {
  const all = wanted.flatMap(([line, messages]) => messages.map((message) => ({ line, message })));
  return [...Map.groupBy(all, ({ message }) => contentKey(message)).values()].flatMap((group) =>
    group.slice(0, 1).map(({ message }) => ({ ...message, lines: group.map(({ line }) => line) })),
  );
}

function contentKey({ reason, items }: Message): string {
  return JSON.stringify([reason, ...items.map(({ incident, reason: why }) => [incident.id, why])]);
}
