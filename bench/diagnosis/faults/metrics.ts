/** What an application's own numbers tell of it. */
import type { Check } from "../../../lib/core/model/check.ts";
import { healthyThreads, leakedThread } from "../../../lib/local/tour/actors/jvm-threads.ts";
import type { Fault, Play } from "../fault.ts";
import { type Numbers, type PageCheck, page, pageCheckAt } from "../metrics-page.ts";
import { bystanders } from "../scene.ts";
import { openSite } from "../site.ts";
import { HOUR_MS, MINUTE_MS, type World } from "../world.ts";

const WELL_MS = HOUR_MS;
const RISING_MS = 2.5 * HOUR_MS;

interface Trouble extends PageCheck {
  readonly well: Numbers;
  /** What is different then; `minutes` since it began. */
  readonly later: (minutes: number) => Numbers;
  readonly forMs?: number;
}

/** Fine for an hour, then its numbers change. */
function numbersBecome({ well, later, forMs = 20 * MINUTE_MS, ...check }: Trouble): Play {
  return async (world) => {
    const sinceEpochMs = world.nowEpochMs + WELL_MS;
    const minutes = () => (world.nowEpochMs - sinceEpochMs) / MINUTE_MS;
    const numbers = () => (minutes() < 0 ? well : { ...well, ...later(minutes()) });
    const dump = (url: string) => (url.endsWith("threaddump") ? threadDump(minutes()) : undefined);
    const site = await world.use(openSite(page(numbers, dump)));
    world.watch(pageCheckAt(world, site, check), ...(await bystanders(world)));
    await world.pass(WELL_MS);
    await world.live(forMs);
  };
}

/** One thread more a minute. */
function threadDump(minutes: number): string {
  const leaked = Array.from({ length: Math.max(0, Math.floor(minutes)) }, (_, at) => leakedThread(at));
  return JSON.stringify({ threads: [...healthyThreads, ...leaked] });
}

function above(fact: string, value: number): Pick<Check, "expect"> {
  return { expect: [{ fact, matcher: { op: "atMost", value } }] };
}

const LIVE = "jvm_threads_live_threads";
const STARTED = "jvm_threads_started_threads_total";

export const threadLeak: Fault = {
  name: "threads are started and never end",
  right: ["thread-leak"],
  variants: {
    "with a dump": numbersBecome({
      ...{ series: { threads: LIVE, started: STARTED }, threadDump: true, leak: { series: "threads", limit: 400 } },
      ...{ well: { [LIVE]: 27, [STARTED]: 100 }, forMs: RISING_MS },
      later: (minutes) => ({ [LIVE]: 27 + Math.floor(minutes), [STARTED]: 100 + Math.floor(minutes) }),
    }),
    "without a dump, names of client_java": numbersBecome({
      ...{ series: { threads: "jvm_threads_current", started: "jvm_threads_started_total" } },
      ...{ leak: { series: "threads", limit: 400 }, well: { jvm_threads_current: 60, jvm_threads_started_total: 900 } },
      forMs: RISING_MS,
      later: (minutes) => ({ jvm_threads_current: 60 + 2 * minutes, jvm_threads_started_total: 900 + 2.2 * minutes }),
    }),
    "live threads alone": numbersBecome({
      ...{ series: { threads: LIVE }, leak: { series: "threads", limit: 500 }, well: { [LIVE]: 80 }, forMs: RISING_MS },
      later: (minutes) => ({ [LIVE]: 80 + minutes }),
    }),
  },
  isLong: true,
};

export const threadChurn: Fault = {
  name: "threads are started and ended all the time",
  right: ["thread-churn"],
  variants: Object.fromEntries(
    [70, 200, 1_000].map((perMinute) => [
      `${perMinute} a minute`,
      numbersBecome({
        ...{ series: { threads: LIVE, started: STARTED }, leak: { series: "threads", limit: 500 } },
        ...{ well: { [LIVE]: 80, [STARTED]: 100 }, forMs: RISING_MS },
        later: (minutes) => ({ [LIVE]: 80 + (Math.round(minutes) % 3), [STARTED]: 100 + perMinute * minutes }),
      }),
    ]),
  ),
  isLong: true,
};

const OPEN = "process_files_open_files";
const MOST = "process_files_max_files";

export const descriptorLeak: Fault = {
  name: "files are opened and not closed",
  right: ["descriptor-leak"],
  variants: {
    "rising, far from the limit": filesRise({ from: 200, perMinute: 3 }),
    "rising, near the limit": filesRise({ from: 550, perMinute: 2 }),
    "near the limit, names of prom-client": numbersBecome({
      ...{ series: { files: "process_open_fds", most: "process_max_fds" }, ...above("files", 900) },
      ...{ well: { process_open_fds: 300, process_max_fds: 1_024 }, later: () => ({ process_open_fds: 1_000 }) },
    }),
  },
  isLong: true,
};

function filesRise({ from, perMinute }: { from: number; perMinute: number }): Play {
  return numbersBecome({
    ...{ series: { files: OPEN, most: MOST }, leak: { series: "files", limit: 1_024 }, forMs: RISING_MS },
    ...{ well: { [OPEN]: from, [MOST]: 1_024 }, later: (minutes) => ({ [OPEN]: from + perMinute * minutes }) },
  });
}

export const steadyRise: Fault = {
  name: "a number that only its owner knows rises without end",
  right: ["steady-rise"],
  variants: Object.fromEntries(
    ["acme_orders_waiting", "acme_sessions", "acme_cache_entries"].map((name, at) => [
      name,
      numbersBecome({
        ...{ series: { waiting: name }, leak: { series: "waiting", limit: 1_000 * (at + 1) }, forMs: RISING_MS },
        ...{ well: { [name]: 100 }, later: (minutes) => ({ [name]: 100 + (at + 1) * 2 * minutes }) },
      }),
    ]),
  ),
  isLong: true,
};

const POOL = { active: "hikaricp_connections_active", most: "hikaricp_connections_max", pending: "hikaricp_connections_pending" };
const POOL_WELL = { hikaricp_connections_active: 2, hikaricp_connections_max: 10, hikaricp_connections_pending: 0 };

export const poolExhausted: Fault = {
  name: "all connections of a pool are lent out",
  right: ["connection-pool-exhausted"],
  variants: {
    "some wait": numbersBecome({
      ...{ series: POOL, ...above("pending", 5), well: POOL_WELL },
      later: () => ({ hikaricp_connections_active: 10, hikaricp_connections_pending: 34 }),
    }),
    "some waited in vain": numbersBecome({
      ...{ series: { ...POOL, inVain: "hikaricp_connections_timeout_total" }, ...above("active", 9) },
      well: { ...POOL_WELL, hikaricp_connections_timeout_total: 3 },
      later: (minutes) => ({ hikaricp_connections_active: 10, hikaricp_connections_timeout_total: 3 + minutes }),
    }),
    "by name of the pool": numbersBecome({
      series: Object.fromEntries(Object.entries(POOL).map(([fact, name]) => [fact, `${name}{pool="orders"}`])),
      ...above("pending", 5),
      well: labelled({ ...POOL_WELL }),
      later: () => labelled({ hikaricp_connections_active: 10, hikaricp_connections_pending: 8 }),
    }),
  },
};

function labelled(numbers: Numbers): Numbers {
  return Object.fromEntries(Object.entries(numbers).map(([name, value]) => [`${name}{pool="orders"}`, value]));
}

const WORKERS = { busy: "tomcat_threads_busy_threads", most: "tomcat_threads_config_max_threads", cpu: "process_cpu_usage" };
const WORKERS_WELL = { tomcat_threads_busy_threads: 5, tomcat_threads_config_max_threads: 200, process_cpu_usage: 0.2 };

export const workersBusy: Fault = {
  name: "all threads that serve requests are busy, and the processor is not",
  right: ["workers-busy"],
  variants: Object.fromEntries(
    [0.02, 0.1, 0.4].map((cpu) => [
      `processor at ${100 * cpu} %`,
      numbersBecome({
        ...{ series: WORKERS, ...above("busy", 190), well: WORKERS_WELL },
        later: () => ({ tomcat_threads_busy_threads: 200, process_cpu_usage: cpu }),
      }),
    ]),
  ),
};

const HEAP = { pauses: "jvm_gc_pause_seconds_sum", live: "jvm_gc_live_data_size_bytes", most: "jvm_gc_max_data_size_bytes" };

export const heapPressure: Fault = {
  name: "collecting garbage takes the time, and little is free after it",
  right: ["heap-pressure"],
  variants: {
    "pauses and a full heap": numbersBecome({
      ...{ series: HEAP, ...above("live", 950), forMs: HOUR_MS },
      well: { jvm_gc_pause_seconds_sum: 10, jvm_gc_live_data_size_bytes: 300, jvm_gc_max_data_size_bytes: 1_000 },
      later: (minutes) => ({ jvm_gc_pause_seconds_sum: 10 + 25 * minutes, jvm_gc_live_data_size_bytes: 980 }),
    }),
    "the collector's own account": numbersBecome({
      ...{ series: { overhead: "jvm_gc_overhead", live: HEAP.live, most: HEAP.most }, ...above("overhead", 0.3) },
      well: { jvm_gc_overhead: 0.01, jvm_gc_live_data_size_bytes: 300, jvm_gc_max_data_size_bytes: 1_000 },
      later: () => ({ jvm_gc_overhead: 0.6, jvm_gc_live_data_size_bytes: 960 }),
    }),
    "the collector's account alone": numbersBecome({
      ...{ series: { overhead: "jvm_gc_overhead" }, ...above("overhead", 0.3) },
      ...{ well: { jvm_gc_overhead: 0.01 }, later: () => ({ jvm_gc_overhead: 0.5 }) },
    }),
  },
};

export const cpuSaturated: Fault = {
  name: "the processor has nothing left, and requests are slow",
  right: ["cpu-saturated"],
  variants: Object.fromEntries(
    [
      ["process_cpu_usage", 0.99],
      ["system_cpu_usage", 0.95],
      ["process_cpu_usage", 1],
    ].map(([name, share]) => [
      `${name} ${share}`,
      numbersBecome({
        ...{ series: { cpu: String(name) }, slow: [{ fact: "cpu", matcher: { op: "above", value: 0.9 } }] },
        ...{ well: { [String(name)]: 0.3 }, later: () => ({ [String(name)]: Number(share) }) },
      }),
    ]),
  ),
};

export const eventLoopBlocked: Fault = {
  name: "the event loop of a Node process stands still",
  right: ["event-loop-blocked"],
  variants: Object.fromEntries(
    [0.3, 1.5, 8].map((seconds) => [
      `${seconds} s`,
      numbersBecome({
        ...{ series: { lag: "nodejs_eventloop_lag_p99_seconds" }, ...above("lag", 0.2) },
        ...{ well: { nodejs_eventloop_lag_p99_seconds: 0.01 }, later: () => ({ nodejs_eventloop_lag_p99_seconds: seconds }) },
      }),
    ]),
  ),
};

const BLOCKED = 'jvm_threads_states_threads{state="blocked"}';

export const lockConvoy: Fault = {
  name: "threads wait for one lock",
  right: ["lock-convoy"],
  variants: Object.fromEntries(
    [30, 60, 95].map((blocked) => [
      `${blocked} of 100`,
      numbersBecome({
        ...{ series: { blocked: BLOCKED, threads: LIVE }, ...above("blocked", 20) },
        ...{ well: { [BLOCKED]: 0, [LIVE]: 100 }, later: () => ({ [BLOCKED]: blocked }) },
      }),
    ]),
  ),
};

export const deadlock: Fault = {
  name: "threads wait for one another",
  right: ["deadlock"],
  variants: Object.fromEntries(
    [2, 3, 8].map((threads) => [
      `${threads} threads`,
      numbersBecome({
        ...{ series: { locked: "jvm_threads_deadlocked" }, ...above("locked", 0) },
        ...{ well: { jvm_threads_deadlocked: 0 }, later: () => ({ jvm_threads_deadlocked: threads }) },
      }),
    ]),
  ),
};

export const stalePush: Fault = {
  name: "nobody pushes numbers any more",
  right: ["metrics-stale"],
  variants: Object.fromEntries(
    [
      ["one group", ""],
      ["a group by job", 'job="sms"'],
      ["a group by job and instance", 'job="sms",instance="a"'],
    ].map(([name = "", labels = ""]) => [name, async (world) => await pushStops(world, labels)] satisfies [string, Play]),
  ),
};

async function pushStops(world: World, labels: string): Promise<void> {
  const braces = labels === "" ? "" : `{${labels}}`;
  const stopsAtEpochMs = world.nowEpochMs + WELL_MS;
  const pushed = () => ({
    [`acme_orders${braces}`]: 12,
    [`push_time_seconds${braces}`]: Math.min(world.nowEpochMs, stopsAtEpochMs) / 1_000,
  });
  const site = await world.use(openSite(page(pushed)));
  world.watch(pageCheckAt(world, site, { series: { orders: `acme_orders${braces}` } }), ...(await bystanders(world)));
  await world.pass(WELL_MS);
  await world.live(20 * MINUTE_MS);
}
