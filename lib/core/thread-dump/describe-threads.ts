/** A thread dump in sentences. */
import type { Convoy } from "./locks.ts";
import { type GroupSeen, meaningOf } from "./meanings.ts";
import type { ServletUse, ThreadSummary } from "./thread-summary.ts";

/** A smaller group is worth a sentence only if it means something. */
const SHARE_MIN = 0.1;
const NETWORK_READ = /SocketInputStream\.(?:socketRead|read)|NioSocketImpl\.(?:park|read)|SocketDispatcher\.read/;
const WAITING_MANY = 10;
const CONVOY_MIN = 3;

type ThreadFacts = Omit<ThreadSummary, "sentences">;

export function describeThreads(facts: ThreadFacts, previous: Pick<ThreadSummary, "threads"> | undefined): string[] {
  const { threads, groups, convoys, deadlock, servlet } = facts;
  const change = previous === undefined ? "" : `, ${formatChange(threads - previous.threads)} than in the dump before`;
  return [
    ...(deadlock.length > 0 ? [`Deadlock: ${deadlock.join(", ")} wait for one another.`] : []),
    `${threads} threads${change}.`,
    ...groups.filter((group) => isTelling(group, threads)).map((group) => describeGroup(group, threads)),
    ...describeNetworkWait(facts),
    ...convoys.filter(({ waiters }) => waiters >= CONVOY_MIN).map(describeConvoy),
    ...(servlet !== undefined && servlet.busy === servlet.all ? [describeServlet(servlet)] : []),
  ];
}

function isTelling(group: GroupSeen, threads: number): boolean {
  return meaningOf(group) !== undefined || group.count >= threads * SHARE_MIN;
}

/** `812 of them (90 %, 310 more) are pool-#-thread-1 of 812 pools, WAITING in com.acme.Job.await: executors are made …` */
function describeGroup(group: GroupSeen, threads: number): string {
  const { name, count, pools, state, frame, added } = group;
  const change = added === undefined || added === 0 ? "" : `, ${formatChange(added)}`;
  const ofPools = /^pool-#/.test(name) && pools > 1 ? ` of ${pools} pools` : "";
  const meaning = meaningOf(group);
  const share = Math.round((100 * count) / threads);
  return `${count} of them (${share} %${change}) are ${name}${ofPools}, ${state} in ${frame}${meaning === undefined ? "" : `: ${meaning}`}.`;
}

/** Of the group whose frames are known. */
function describeNetworkWait({ groups, frames }: ThreadFacts): string[] {
  const group = groups.find(({ frame }) => frames.includes(frame));
  if (group === undefined || group.count < WAITING_MANY || !frames.some((frame) => NETWORK_READ.test(frame))) return [];
  return [
    `${group.count} threads wait for an answer from the network in ${group.frame}: a slow dependency, perhaps asked without a timeout.`,
  ];
}

function describeConvoy({ owner, frame, waiters }: Convoy): string {
  return `${waiters} threads wait for a lock that ${owner} holds, in ${frame}.`;
}

function describeServlet({ all, frame }: ServletUse): string {
  return `All ${all} threads that serve requests are busy, most of them in ${frame}: new requests have to wait.`;
}

function formatChange(change: number): string {
  return change < 0 ? `${-change} fewer` : `${change} more`;
}
