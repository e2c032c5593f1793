/** Threads that do the same: one pattern of name, one state, one place in the code. */
import { leadingFrame } from "./frame.ts";
import type { JavaThread, ThreadState } from "./thread.ts";
import { leadingNumber, patternOf, sharedName } from "./thread-name.ts";

export interface ThreadGroup {
  /** `pool-#-thread-1`: numbers that differ within the group are written as `#`. */
  readonly name: string;
  readonly state: ThreadState;
  /** The first frame of the application's own code: `com.acme.sms.SmsStatusJob.awaitReply`. */
  readonly frame: string;
  readonly count: number;
  /** How many different first numbers, as of pools. */
  readonly pools: number;
  /** Fewer than `count` when several threads have exactly the same name. */
  readonly distinctNames: number;
}

/** Largest first. */
export function groupThreads(threads: readonly JavaThread[]): ThreadGroup[] {
  const byKey = Map.groupBy(threads, (thread) => keyOf({ ...thread, frame: leadingFrame(thread.frames) }));
  return [...byKey.values()].map(toGroup).toSorted((a, b) => b.count - a.count);
}

/** The same for a group in every dump, whatever numbers its threads have then. */
export function keyOf({ name, state, frame }: Pick<ThreadGroup, "name" | "state" | "frame">): string {
  return JSON.stringify([patternOf(name), state, frame]);
}

function toGroup(threads: readonly JavaThread[]): ThreadGroup {
  const names = threads.map(({ name }) => name);
  const [first] = threads;
  return {
    name: sharedName(names),
    state: first?.state ?? "NEW",
    frame: leadingFrame(first?.frames ?? []),
    count: threads.length,
    pools: new Set(names.map(leadingNumber)).size,
    distinctNames: new Set(names).size,
  };
}
