/** What was decided, noted on incidents and lines, so that it is told once. */
import type { Incident, Line, Told } from "../model/incident.ts";
import type { IncidentLedger } from "../ports.ts";
import { withSent } from "./budget.ts";
import { type Draft, type DraftReason, isNews } from "./draft.ts";

interface Telling {
  readonly drafts: readonly Draft[];
  readonly nowEpochMs: number;
}

export function noteTold(incidents: readonly Incident[], { drafts, nowEpochMs }: Telling): Incident[] {
  const tellings = drafts.flatMap(({ items, lines }) =>
    items.filter(isNews).map(({ incident, reason }) => ({ id: incident.id, reason, lines })),
  );
  const byIncident = Map.groupBy(tellings, ({ id }) => id);
  return incidents.map((incident) => {
    const own = byIncident.get(incident.id) ?? [];
    return own.reduce((noted, telling) => noteOn(noted, { ...telling, nowEpochMs }), incident);
  });
}

interface Note {
  readonly reason: DraftReason;
  readonly lines: readonly Line[];
  readonly nowEpochMs: number;
}

function noteOn(incident: Incident, { reason, lines, nowEpochMs }: Note): Incident {
  const told = lines.map((line) => [line, toldAfter(incident, { before: incident.told[line], reason, nowEpochMs })]);
  return {
    ...incident,
    state: incident.state === "gathering" ? "open" : incident.state,
    told: { ...incident.told, ...Object.fromEntries(told) },
    sequence: incident.sequence + 1,
  };
}

function toldAfter(
  { root, memberCount, isFlapping }: Incident,
  { before, reason, nowEpochMs }: { before: Told | undefined; reason: DraftReason; nowEpochMs: number },
): Told {
  const { openedAtEpochMs = nowEpochMs, changes = 0, repeats = 0 } = before ?? {};
  const counts = {
    changes: changes + Number(reason === "change" || reason === "flapping"),
    repeats: repeats + Number(reason === "repeat"),
  };
  const closing = reason === "close" ? { closedAtEpochMs: nowEpochMs } : {};
  return { openedAtEpochMs, ...closing, lastAtEpochMs: nowEpochMs, ...counts, root, memberCount, isFlapping };
}

/** The ground for budgets; unchanged where nothing is told. */
export function addSent(sent: IncidentLedger["sent"], { drafts, nowEpochMs }: Telling): IncidentLedger["sent"] {
  const told = Map.groupBy(
    drafts.flatMap(({ lines, reason }) => lines.map((line) => ({ line, reason }))),
    ({ line }) => line,
  );
  const after = [...told].map(([line, messages]) => {
    const reasons = messages.map(({ reason }) => reason);
    return [line, withSent(sent[line] ?? [], { line, reasons, nowEpochMs })];
  });
  return after.length === 0 ? sent : { ...sent, ...Object.fromEntries(after) };
}
