/**
 * The one loop of alarms and people, on AWS and on a laptop alike: read, fold, decide, write down, send. What is sent was written
 * first, so that a crash at any point repeats a message (under the same id) rather than loses it.
 */
import { isDeepStrictEqual } from "node:util";
import type { IncidentId, Notice } from "../model/incident.ts";
import type { AlarmTransition, Clock, IncidentLedger, IncidentStore, LedgerChange, Messenger, PictureSource } from "../ports.ts";
import { type Decision, decide } from "./decide.ts";
import { type DeliveryReport, deliver } from "./deliver.ts";
import { fold } from "./fold.ts";
import { gatherEvidence, type Investigate, type StoryParts } from "./gather-evidence.ts";
import type { Channels } from "./lines.ts";
import { lookAgainAtEpochMs } from "./look-again.ts";
import { writeNotices } from "./notices.ts";

export interface ResponderOptions {
  readonly deployment: string;
  /** IANA zone of the people. */
  readonly timezone: string;
  /** What each contact can be reached by; who is missing is not told. */
  readonly channels: Channels;
  readonly store: IncidentStore;
  readonly pictures: PictureSource;
  readonly investigate: Investigate;
  readonly messenger: Messenger;
  readonly clock: Clock;
  /** No sending starts after so long in one pass. */
  readonly deliverForMs: number;
}

export interface ResponderReport extends DeliveryReport {
  /** Messages written in this pass, before they were sent. */
  readonly written: number;
  /** False when others kept writing at the same time: call again. */
  readonly hasDecided: boolean;
  /** When the next thing falls due that no alarm will announce; absent where nothing waits. Passes a minute apart are enough for the rest. */
  readonly lookAgainAtEpochMs?: number;
}

const COMMITS_MAX = 5;

/** One pass. Rejects when store or picture cannot be read: nothing is lost then, and the caller tries again. */
export async function respond(transitions: readonly AlarmTransition[], options: ResponderOptions): Promise<ResponderReport> {
  const evidence = new Map<IncidentId, StoryParts>();
  let outbox: readonly Notice[] = [];
  for (let attempt = 1; attempt <= COMMITS_MAX; attempt += 1) {
    const pass = await think(transitions, { ...options, evidence });
    outbox = pass.ledger.outbox;
    if (isEmpty(pass.change) || (await options.store.commit(pass.change, pass.ledger.version)) === "written") {
      const notices = pass.change.notices ?? [];
      const delivery = await deliver([...outbox, ...notices], options);
      return { ...delivery, written: notices.length, hasDecided: true, ...lookAgain(pass) };
    }
  }
  return { ...(await deliver(outbox, options)), written: 0, hasDecided: false };
}

interface Pass {
  readonly ledger: IncidentLedger;
  readonly decision: Decision;
  readonly change: LedgerChange;
  readonly nowEpochMs: number;
}

interface ThinkOptions extends ResponderOptions {
  /** Kept over attempts: what was looked into once is not looked into again. */
  readonly evidence: Map<IncidentId, StoryParts>;
}

async function think(transitions: readonly AlarmTransition[], options: ThinkOptions): Promise<Pass> {
  const { store, pictures, clock, evidence } = options;
  const ledger = await store.read();
  const picture = await pictures.read();
  const nowEpochMs = clock.epochMs();
  const decision = decide(fold(ledger.incidents, { picture, transitions, nowEpochMs }), { ...options, ledger, nowEpochMs });
  const investigate: Investigate = async (incident) => evidence.get(incident.id) ?? options.investigate(incident, picture);
  for (const [id, parts] of await gatherEvidence(decision.drafts, { investigate, picture, clock })) evidence.set(id, parts);
  const written = writeNotices(decision, { ...options, nowEpochMs });
  return { ledger, decision, change: changeOf(ledger, { ...decision, ...written }), nowEpochMs };
}

/** Only what is different from what was read. */
function changeOf(
  ledger: IncidentLedger,
  after: Omit<Decision, "drafts"> & { readonly notices: readonly Notice[] },
): LedgerChange {
  const before = new Map(ledger.incidents.map((incident) => [incident.id, incident]));
  const kept = new Set(after.incidents.map(({ id }) => id));
  const incidents = after.incidents.filter((incident) => !isDeepStrictEqual(incident, before.get(incident.id)));
  const forgotten = [...before.keys()].filter((id) => !kept.has(id));
  const { notices, sent, mutes, digestToldAtEpochMs, summaryToldAtEpochMs } = after;
  return {
    ...(incidents.length > 0 && { incidents }),
    ...(forgotten.length > 0 && { forgotten }),
    ...(notices.length > 0 && { notices }),
    ...(sent !== ledger.sent && { sent }),
    ...(mutes !== ledger.mutes && { mutes }),
    ...(digestToldAtEpochMs !== undefined && { digestToldAtEpochMs }),
    ...(summaryToldAtEpochMs !== undefined && { summaryToldAtEpochMs }),
  };
}

function isEmpty(change: LedgerChange): boolean {
  return Object.keys(change).length === 0;
}

function lookAgain({ decision, nowEpochMs }: Pass): Pick<ResponderReport, "lookAgainAtEpochMs"> {
  const atEpochMs = lookAgainAtEpochMs(decision.incidents, nowEpochMs);
  return atEpochMs === undefined ? {} : { lookAgainAtEpochMs: atEpochMs };
}
