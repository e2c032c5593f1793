/** Empties the outbox: claim, send, settle. What fails is tried again later, each time after a longer wait; at last it is given up. */
import type { ContactName } from "../model/check.ts";
import type { Notice } from "../model/incident.ts";
import type { Clock, IncidentStore, Messenger } from "../ports.ts";
import { inTime } from "./in-time.ts";

export interface DeliveryOptions {
  readonly store: IncidentStore;
  readonly messenger: Messenger;
  readonly clock: Clock;
  /** No sending starts after so long. */
  readonly deliverForMs: number;
}

export interface DeliveryReport {
  readonly sent: number;
  /** Attempts that failed in this pass. */
  readonly failed: number;
  /** Notices given up that are still kept: people do not know what they should. */
  readonly undelivered: number;
  /** Why, for the log: a few sentences. */
  readonly problems: readonly string[];
}

export const ATTEMPTS_MAX = 6;
const SEND_MS = 20_000;
/** A claim lasts until the next attempt may be made; the first also covers a sender that died. */
const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 30 * 60_000;
/** SNS shuts a subscription down that gets more than ten mails a second; people want fewer. */
const PACE_MS = 1_000;
const PROBLEMS_MAX = 5;
const GIVEN_UP_KEPT_MS = 86_400_000;
const GIVEN_UP_KEPT_MAX = 100;

export async function deliver(outbox: readonly Notice[], options: DeliveryOptions): Promise<DeliveryReport> {
  const { clock, deliverForMs } = options;
  const startedMs = clock.monotonicMs();
  const problems: string[] = [];
  const lastSentMs = new Map<ContactName, number>();
  let sent = 0;
  for (const notice of pending(outbox, clock.epochMs())) {
    if (clock.monotonicMs() - startedMs >= deliverForMs) break;
    const claimed = await claim(notice, options);
    if (!claimed) continue;
    await keepPace(lastSentMs.get(notice.contact), clock);
    const problem = await send(notice, options);
    lastSentMs.set(notice.contact, clock.monotonicMs());
    if (problem === undefined) sent += 1;
    else problems.push(`${notice.id}: ${problem}`);
  }
  const undelivered = await keepFew(outbox, options);
  return { sent, failed: problems.length, undelivered, problems: problems.slice(0, PROBLEMS_MAX) };
}

/** When an attempt may be made, the first of all or the next. */
function nextAttemptEpochMs({ attempts, claimedUntilEpochMs }: Notice): number | undefined {
  return attempts >= ATTEMPTS_MAX ? undefined : claimedUntilEpochMs;
}

/** Oldest first, so that an opening goes before its recovery. */
function pending(outbox: readonly Notice[], nowEpochMs: number): Notice[] {
  const free = outbox.filter((notice) => (nextAttemptEpochMs(notice) ?? Number.POSITIVE_INFINITY) <= nowEpochMs);
  return free.toSorted((one, other) => one.writtenAtEpochMs - other.writtenAtEpochMs);
}

function claim({ id, attempts }: Notice, { store, clock }: DeliveryOptions): Promise<boolean> {
  const nowEpochMs = clock.epochMs();
  return store.claim(id, nowEpochMs + Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempts), nowEpochMs);
}

async function keepPace(lastSentMs: number | undefined, clock: Clock): Promise<void> {
  const waitMs = lastSentMs === undefined ? 0 : lastSentMs + PACE_MS - clock.monotonicMs();
  if (waitMs > 0) await clock.sleep(waitMs);
}

async function send(notice: Notice, { store, messenger, clock }: DeliveryOptions): Promise<string | undefined> {
  const sending = await inTime(() => messenger.send(notice), { timeoutMs: SEND_MS, clock });
  const problem = "problem" in sending ? sending.problem : sending.result.problem;
  if (problem === undefined) await store.settle(notice.id);
  return problem;
}

/** What was given up is kept for a day, for people to find. */
async function keepFew(outbox: readonly Notice[], { store, clock }: DeliveryOptions): Promise<number> {
  const nowEpochMs = clock.epochMs();
  const givenUp = outbox.filter(
    ({ attempts, claimedUntilEpochMs }) => attempts >= ATTEMPTS_MAX && claimedUntilEpochMs <= nowEpochMs,
  );
  const newestFirst = givenUp.toSorted((one, other) => other.writtenAtEpochMs - one.writtenAtEpochMs);
  const isKept = ({ writtenAtEpochMs }: Notice, at: number) =>
    at < GIVEN_UP_KEPT_MAX && nowEpochMs - writtenAtEpochMs < GIVEN_UP_KEPT_MS;
  const forgotten = newestFirst.filter((notice, at) => !isKept(notice, at));
  for (const { id } of forgotten) await store.settle(id);
  return givenUp.length - forgotten.length;
}
