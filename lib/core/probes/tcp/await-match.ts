/** Waits until what has come holds what is wanted, however it was cut into segments. */
import type { Arrival, Incoming } from "../../net/incoming.ts";
import type { Clock } from "../../ports.ts";
import type { Deadline } from "../../time/deadline.ts";

const RECEIVED_MAX_BYTES = 65_536;
/** A line that has not ended is looked at once the server has paused this long: until then `$` or `.*` could stop at its middle. */
const QUIET_MS = 20;
/** After a search we rest this many times as long, so that a server that trickles cannot keep our event loop busy. */
const REST_FACTOR = 10;

export interface Wish<Found> {
  readonly find: (bytes: Buffer) => Found | undefined;
  /** Whether the end of a line matters to `find`. */
  readonly byLine: boolean;
}

/** `full`: more came than is kept without a match. */
export type Ending = Exclude<Arrival, "more" | "quiet"> | "full";

interface Times {
  readonly clock: Clock;
  readonly deadline: Deadline;
}

/** Takes nothing: what was found is for the caller to take. */
export async function awaitMatch<Found>(
  wish: Wish<Found>,
  incoming: Incoming,
  times: Times,
): Promise<{ readonly found: Found } | { readonly ending: Ending }> {
  const { signal } = times.deadline;
  let isPaused = false;
  while (true) {
    const isWhole = isPaused || !wish.byLine;
    const found = await search(wish, isWhole ? incoming.bytes : wholeLines(incoming.bytes), times);
    if (found !== undefined) return { found };
    if (incoming.bytes.length > RECEIVED_MAX_BYTES) return { ending: "full" };
    const isUnread = !isWhole && wholeLines(incoming.bytes).length < incoming.bytes.length;
    const arrival = await incoming.more(isUnread ? { signal, quietMs: QUIET_MS } : { signal });
    if (isEnding(arrival) && !isUnread) return { ending: arrival };
    isPaused = arrival !== "more";
  }
}

function isEnding(arrival: Arrival): arrival is Exclude<Arrival, "more" | "quiet"> {
  return arrival !== "more" && arrival !== "quiet";
}

async function search<Found>({ find }: Wish<Found>, bytes: Buffer, { clock, deadline }: Times): Promise<Found | undefined> {
  if (bytes.length === 0) return undefined;
  const startedMs = clock.monotonicMs();
  const found = find(bytes);
  if (found === undefined) await clock.sleep(REST_FACTOR * (clock.monotonicMs() - startedMs), deadline.signal);
  return found;
}

function wholeLines(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.lastIndexOf("\n") + 1);
}
