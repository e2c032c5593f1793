/** Clock, memory, handles and queues of the server, in one round trip. Not having them is never a failure. */
import type { Facts } from "../../model/fact.ts";
import { type Deadline, startDeadline } from "../../time/deadline.ts";
import type { ProbeContext } from "../probe.ts";
import { type Answer, ask } from "./ask.ts";
import { epochMsOfTimestamp } from "./codec/print-temporal.ts";
import type { QValue } from "./codec/value.ts";
import { wholeNumberOf } from "./result.ts";
import type { Wire } from "./wire.ts";

const NUMBERS_QUERY = "(.z.p;.Q.w[];count .z.W;sum sum each .z.W)";
/** The server has just answered: what takes longer than this may not hold up the check. */
const PATIENCE_MS = 2_000;

export interface Numbers {
  readonly facts: Facts;
  /** Why some are missing. */
  readonly note?: string;
}

export async function askNumbers(wire: Wire, { clock, deadline }: ProbeContext): Promise<Numbers> {
  wire.stopwatch.enter("numbers");
  const patience: Deadline = startDeadline(Math.min(PATIENCE_MS, deadline.remainingMs()), clock, deadline.signal);
  const askedAtEpochMs = clock.epochMs();
  const answer = await ask(NUMBERS_QUERY, wire, patience).finally(() => patience.clear());
  // The server looked at its clock somewhere between the two moments.
  return readNumbers(answer, (askedAtEpochMs + clock.epochMs()) / 2);
}

/** `ourEpochMs`: our clock when the server looked at its own. */
export function readNumbers(answer: Answer, ourEpochMs: number): Numbers {
  if ("failure" in answer) return { facts: {}, note: `no numbers of the server: ${answer.failure.message}` };
  const { value } = answer;
  if (value.shape === "error") return { facts: {}, note: `no numbers of the server: it answered '${value.text}` };
  const [clock, memory, handles, queued] = value.shape === "list" ? value.items : [];
  const known = {
    clockSkew: skewMs(clock, ourEpochMs),
    memoryUsedBytes: wholeNumberOf(entryOf(memory, "used")),
    handles: wholeNumberOf(handles),
    queuedBytes: wholeNumberOf(queued),
  };
  const facts = Object.fromEntries(
    Object.entries(known).flatMap(([name, number]) => (number === undefined ? [] : [[name, number]])),
  );
  const missing = Object.keys(known).filter((name) => !Object.hasOwn(facts, name));
  return missing.length === 0 ? { facts } : { facts, note: `the server's answer says nothing of ${missing.join(", ")}` };
}

function skewMs(value: QValue | undefined, ourEpochMs: number): number | undefined {
  const isTimestamp = value?.shape === "atom" && value.type === "timestamp" && typeof value.value === "bigint";
  return isTimestamp ? Math.round(epochMsOfTimestamp(value.value) - ourEpochMs) : undefined;
}

/** The value beside a symbol in a dictionary of whole numbers. */
function entryOf(dict: QValue | undefined, name: string): QValue | undefined {
  if (dict?.shape !== "dict" || dict.keys.shape !== "vector" || dict.values.shape !== "vector") return undefined;
  const value = dict.values.values[dict.keys.values.indexOf(name)];
  return value === undefined ? undefined : { shape: "atom", type: dict.values.type, value };
}
