/** A thread dump in a few hundred bytes: what piles up, where it stands in the code, and who waits for whom. */
import { describeThreads } from "./describe-threads.ts";
import { leadingFrame } from "./frame.ts";
import { groupThreads, keyOf, type ThreadGroup } from "./group-threads.ts";
import { findConvoys, findDeadlock } from "./locks.ts";
import type { GroupSeen } from "./meanings.ts";
import type { JavaThread } from "./thread.ts";
import { patternOf } from "./thread-name.ts";
import type { ServletUse, ThreadSummary } from "./thread-summary.ts";

const GROUPS_MAX = 5;
const FRAMES_SHOWN = 6;
const CONVOYS_MAX = 3;
const DEADLOCK_MAX = 6;
const SERVLET = /^(?:http|https|ajp)-.*-exec-#$/;

/** `previous`: the summary of an earlier dump of the same process. */
export function summariseThreadDump(threads: readonly JavaThread[], previous?: ThreadSummary): ThreadSummary {
  const groups = groupThreads(threads)
    .slice(0, GROUPS_MAX)
    .map((group) => withGrowth(group, previous));
  const servlet = servletUse(threads);
  const facts = {
    threads: threads.length,
    groups,
    frames: framesOf(threads, groups),
    convoys: findConvoys(threads).slice(0, CONVOYS_MAX),
    deadlock: findDeadlock(threads).slice(0, DEADLOCK_MAX),
    ...(servlet !== undefined && { servlet }),
  };
  return { ...facts, sentences: describeThreads(facts, previous) };
}

/** A group that the earlier summary had no room for was at most as large as its smallest. */
function withGrowth(group: ThreadGroup, previous: ThreadSummary | undefined): GroupSeen {
  if (previous === undefined) return group;
  const known = previous.groups.find((other) => keyOf(other) === keyOf(group));
  const isComplete = previous.groups.length < GROUPS_MAX;
  const before = known?.count ?? (isComplete ? 0 : (previous.groups.at(-1)?.count ?? 0));
  return { ...group, added: known === undefined ? Math.max(0, group.count - before) : group.count - before };
}

function framesOf(threads: readonly JavaThread[], groups: readonly GroupSeen[]): string[] {
  const [largest] = groups.toSorted((a, b) => (b.added ?? 0) - (a.added ?? 0) || b.count - a.count);
  if (largest === undefined) return [];
  const sample = threads.find((thread) => keyOf({ ...thread, frame: leadingFrame(thread.frames) }) === keyOf(largest));
  return sample?.frames.slice(0, FRAMES_SHOWN) ?? [];
}

/** An idle one waits for its next request in the pool's own queue, with no code of the application below it. */
function servletUse(threads: readonly JavaThread[]): ServletUse | undefined {
  const all = threads.filter(({ name }) => SERVLET.test(patternOf(name)));
  if (all.length === 0) return undefined;
  const busy = all.filter(({ frames }) => !frames.some((frame) => frame.endsWith("ThreadPoolExecutor.getTask")));
  const places = Map.groupBy(busy, ({ frames }) => leadingFrame(frames));
  const [commonest] = [...places].toSorted(([, a], [, b]) => b.length - a.length);
  return { busy: busy.length, all: all.length, frame: commonest?.[0] ?? "" };
}
