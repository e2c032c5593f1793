/** Thread dumps as text. Actuator and jstack differ in the line of a thread and in how they tell who holds a lock. */
import { frameOf } from "./frame.ts";
import { FRAMES_MAX, isThreadState, type JavaThread, NAME_MAX_CHARACTERS, type ThreadState } from "./thread.ts";

interface TextThread {
  readonly name: string;
  readonly id: string;
  readonly frames: string[];
  /** Locks by their address, as `<7c6c9335>` stands in the text. */
  readonly held: Set<string>;
  state?: ThreadState;
  wanted?: string;
  ownerId?: string;
}

const HEADER = /^"(.*)"(?: - Thread t@(\d+)| #(\d+)| |$)/;
const STATE = /^\s+java\.lang\.Thread\.State: (\w+)/;
const FRAME = /^\s+at (.+)/;
const LOCK = /^\s+- (waiting to lock|parking to wait for|waiting on|waiting to re-lock in wait\(\)|[Ll]ocked)?\s*<(\w+)>/;
const OWNER = / t@(\d+)$/;

export function readTextDump(text: string): JavaThread[] {
  const threads: TextThread[] = [];
  let current: TextThread | undefined;
  for (const line of text.split("\n")) {
    const header = HEADER.exec(line);
    if (header !== null) {
      current = threadOf(header, threads.length);
      threads.push(current);
    }
    // At the end jstack repeats the stacks of a deadlock, which belong to no thread here.
    else if (/^\S/.test(line)) current = undefined;
    else if (current !== undefined) readDetail(line, current);
  }
  const holders = new Map(threads.flatMap((thread) => [...thread.held].map((lock) => [lock, thread.id] as const)));
  return threads.flatMap((thread) => finish(thread, holders) ?? []);
}

function threadOf([, name = "", actuatorId, jstackId]: RegExpExecArray, index: number): TextThread {
  return { name: name.slice(0, NAME_MAX_CHARACTERS), id: actuatorId ?? jstackId ?? `at ${index}`, frames: [], held: new Set() };
}

function readDetail(line: string, thread: TextThread): void {
  const state = STATE.exec(line)?.[1];
  const frame = FRAME.exec(line)?.[1];
  if (isThreadState(state)) thread.state = state;
  else if (frame !== undefined && thread.frames.length < FRAMES_MAX) thread.frames.push(frameOf(frame));
  else readLock(line, thread);
}

/** `- <7c6c9335> (a …ReentrantLock$NonfairSync)` without a word is one of the locked synchronizers of jstack. */
function readLock(line: string, thread: TextThread): void {
  const [, word = "locked", address = ""] = LOCK.exec(line) ?? [];
  if (address === "") return;
  if (word.toLowerCase() !== "locked") {
    thread.wanted ??= address;
    const owner = OWNER.exec(line)?.[1];
    if (owner !== undefined) thread.ownerId = owner;
    // Who waits on a monitor that it locked further out has let it go.
  } else if (address !== thread.wanted) thread.held.add(address);
}

function finish({ name, id, state, frames, wanted, ownerId }: TextThread, holders: ReadonlyMap<string, string>) {
  if (state === undefined) return undefined;
  const holder = ownerId ?? holders.get(wanted ?? "");
  return { name, id, state, frames, ...(holder !== undefined && holder !== id && { ownerId: holder }) };
}
