/** Nothing is wrong, though something looks like it: nothing may be claimed. */
import { setTimeout as delay } from "node:timers/promises";
import type { Fault, Play } from "../fault.ts";
import { type Numbers, page, pageCheckAt } from "../metrics-page.ts";
import { q } from "../q-behaviour.ts";
import { breakAfterAWhile, httpCheckAt, kdbCheckAt, tcpCheckAt } from "../scene.ts";
import { answering, type Behaviour, closesOnData, http, openSite, pong, resets } from "../site.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, type World } from "../world.ts";

/** Slower than a busy machine makes a quick answer. */
const SLOW_MS = 400;
const tooSlow = [{ fact: "total", matcher: { op: "above", value: SLOW_MS } }] as const;

export const oneSlowAnswer: Fault = {
  name: "innocent: one answer is slow",
  right: [],
  variants: {
    http: async (world) => {
      const lazy = http(async (_, response) => {
        await delay(1.5 * SLOW_MS);
        response.end("ok");
      });
      await onceSlow(world, { well: answering(200, "ok"), lazy, checkOf: httpCheckAt });
    },
    kdb: async (world) => {
      await onceSlow(world, { well: q(), lazy: q({ handshakeMs: SLOW_MS / 4, queryMs: SLOW_MS / 2 }), checkOf: kdbCheckAt });
    },
    "tcp with a script": async (world) => {
      const lazy: Behaviour = (socket) => void socket.on("data", () => setTimeout(() => socket.write("pong\r\n"), 1.5 * SLOW_MS));
      await onceSlow(world, { well: pong, lazy, checkOf: (at, site, part) => tcpCheckAt(at, site, { isTalk: true, ...part }) });
    },
  },
};

interface OnceSlow {
  readonly well: Behaviour;
  readonly lazy: Behaviour;
  readonly checkOf: typeof httpCheckAt;
}

async function onceSlow(world: World, { well, lazy, checkOf }: OnceSlow): Promise<void> {
  const site = await world.use(openSite(well));
  const check = checkOf(world, site, { slow: tooSlow });
  await breakAfterAWhile(world, { checks: [check], breaks: () => site.behave(lazy), forMs: MINUTE_MS });
  site.behave(well);
  await world.live(4 * MINUTE_MS);
}

export const blip: Fault = {
  name: "innocent: a try fails, and the next one at once does not",
  right: [],
  variants: { closed: failsOnce(closesOnData), reset: failsOnce(resets), "500": failsOnce(answering(500)) },
};

function failsOnce(behaviour: Behaviour): Play {
  return async (world) => {
    const well = answering(200, "ok");
    const site = await world.use(openSite(well));
    const breaks = () =>
      site.behave((socket) => {
        site.behave(well);
        behaviour(socket);
      });
    await breakAfterAWhile(world, { checks: [httpCheckAt(world, site)], breaks });
  };
}

const DAYS = 3;
const LIVE = "jvm_threads_live_threads";
const STARTED = "jvm_threads_started_threads_total";

export const dailyRamp: Fault = {
  name: "innocent: numbers follow the day",
  right: [],
  variants: {
    "threads rise every morning": followsTheDay((hour) => ({
      [LIVE]: 100 + Math.round(60 * wave(hour)),
      [STARTED]: 1_000 + 100 * hour,
    })),
    "threads rise twice as high": followsTheDay((hour) => ({
      [LIVE]: 100 + Math.round(150 * wave(hour)),
      [STARTED]: 1_000 + 100 * hour,
    })),
    "a sawtooth, as of a heap": followsTheDay((hour) => ({
      [LIVE]: 100 + Math.round(100 * (hour % 1)),
      [STARTED]: 1_000 + 100 * hour,
    })),
  },
  isLong: true,
};

const TIMEOUTS = "hikaricp_connections_timeout_total";
const PAUSES = "jvm_gc_pause_seconds_sum";
const POOL = { active: "hikaricp_connections_active", most: "hikaricp_connections_max" };
const OLD_HOURS = 3;

export const oldTrouble: Fault = {
  name: "innocent: numbers that went wrong hours ago, and are well since",
  right: [],
  variants: {
    "some waited for connections in vain": wentWrong({ counter: TIMEOUTS, byAnHour: 40, more: POOL }),
    "collecting garbage took half the time": wentWrong({ counter: PAUSES, byAnHour: 1_800 }),
    "threads were started all the time": wentWrong({ counter: STARTED, byAnHour: 40_000 }),
  },
  isLong: true,
};

interface WentWrong {
  readonly counter: string;
  readonly byAnHour: number;
  readonly more?: Readonly<Record<string, string>>;
}

/** The counter rises for an hour, and then no more. */
function wentWrong({ counter, byAnHour, more = {} }: WentWrong): Play {
  return async (world) => {
    const beganAtEpochMs = world.nowEpochMs;
    const risen = () => byAnHour * Math.min(1, (world.nowEpochMs - beganAtEpochMs) / HOUR_MS);
    const well = { [LIVE]: 80, [POOL.active]: 2, [POOL.most]: 10 };
    const site = await world.use(openSite(page(() => ({ ...well, [counter]: risen() }))));
    const series = { threads: LIVE, counter, ...more };
    world.watch(pageCheckAt(world, site, { series, leak: { series: "threads", limit: 500 } }));
    await world.pass((1 + OLD_HOURS) * HOUR_MS);
    await world.live(10 * MINUTE_MS);
  };
}

/** 0 at four in the morning, 1 at four in the afternoon. */
function wave(hour: number): number {
  return (1 - Math.cos(((hour - 4) / 12) * Math.PI)) / 2;
}

/** `hour`: of all days together, so that counters can rise. */
function followsTheDay(numbers: (hour: number) => Numbers): Play {
  return async (world) => {
    world.nowEpochMs -= DAYS * DAY_MS;
    const beganAtEpochMs = Math.floor(world.nowEpochMs / DAY_MS) * DAY_MS;
    const site = await world.use(openSite(page(() => numbers((world.nowEpochMs - beganAtEpochMs) / HOUR_MS))));
    const series = { threads: LIVE, started: STARTED };
    world.watch(pageCheckAt(world, site, { series, leak: { series: "threads", limit: 500 } }));
    await world.pass(DAYS * DAY_MS);
    await world.live(2 * HOUR_MS);
  };
}
