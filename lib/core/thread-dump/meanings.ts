/** What it means when there are many threads of a kind: names that libraries give, and what has to go wrong for them to pile up. */
import type { ThreadGroup } from "./group-threads.ts";
import { patternOf } from "./thread-name.ts";

/** What one group is, and how many more it has than in the dump before. */
export interface GroupSeen extends ThreadGroup {
  /** At least so many more; absent without an earlier dump. */
  readonly added?: number;
}

interface Meaning {
  /** Of the pattern. */
  readonly name: RegExp;
  readonly holds: (group: GroupSeen) => boolean;
  readonly text: string;
}

/** Without an earlier dump so many are taken for a pile. */
const MANY = 20;
const POOLS_MANY = 5;
/** Seen twice or more where one is right. */
const isRepeated = ({ count }: GroupSeen) => count > 1;
const isPiling = ({ count, added }: GroupSeen) => (added === undefined ? count >= MANY : added > 0);

const MEANINGS: readonly Meaning[] = [
  {
    name: /^pool-#-thread-#$/,
    holds: ({ pools }) => pools >= POOLS_MANY,
    text: "executors are made again and again and never shut down",
  },
  { name: /^Thread-#$/, holds: isPiling, text: "new Thread is called again and again, and its threads do not end" },
  { name: /^Timer-#$/, holds: isPiling, text: "new Timer is called again and again, and never cancelled" },
  { name: /_QuartzSchedulerThread$/, holds: isRepeated, text: "Quartz schedulers are made again and again" },
  {
    name: /_Worker-#$/,
    holds: ({ count, distinctNames }) => count > distinctNames,
    text: "several workers have the same name: Quartz schedulers are made again and again",
  },
  { name: /^HikariPool-#.*housekeeper/, holds: isRepeated, text: "data sources are made again and again and never closed" },
  {
    name: /^(?:idle-connection-reaper|sdk-|.*nioEventLoopGroup-#|OkHttp|kafka-producer-network-thread)/,
    holds: isPiling,
    text: "clients are made again and again, perhaps one a request, and never closed",
  },
];

export function meaningOf(group: GroupSeen): string | undefined {
  const pattern = patternOf(group.name);
  return MEANINGS.find(({ name, holds }) => name.test(pattern) && holds(group))?.text;
}
