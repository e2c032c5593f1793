/** Trouble that comes at its hour, at its minute, now and then. */
import { setTimeout as delay } from "node:timers/promises";
import type { Check } from "../../../lib/core/model/check.ts";
import type { Fault, Play } from "../fault.ts";
import { q } from "../q-behaviour.ts";
import { API, breakAfterAWhile, bystanders, httpCheckAt, kdbCheckAt, tcpCheckAt } from "../scene.ts";
import { answering, type Behaviour, closesOnData, http, openSite, type Site } from "../site.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, type World } from "../world.ts";

const DAYS = 6;
/** Slower than a busy machine makes a quick answer. */
const SLOW_MS = 400;
const BUSY_HOUR = 10;
const EVERY_MS = 20 * MINUTE_MS;

type CheckOf = (world: World, site: Site, part: Partial<Check>) => Check;

export const busyHour: Fault = {
  name: "slow at the same hour, day after day",
  // The kdb+ of this fault is slow because others queue before us.
  right: ["busy-hour", "queue-ahead"],
  variants: {
    http: slowAtItsHour(answerAfter, httpCheckAt),
    "kdb, a longer queue": slowAtItsHour((waitMs) => q({ handshakeMs: waitMs / 2, queryMs: waitMs / 2 }), kdbCheckAt),
    "tcp with a script": slowAtItsHour(pongAfter, talkAt),
  },
  isLong: true,
};

function answerAfter(waitMs: number): Behaviour {
  return http(async (_, response) => {
    await delay(waitMs);
    response.end("ok");
  });
}

function pongAfter(waitMs: number): Behaviour {
  return (socket) => void socket.on("data", () => setTimeout(() => socket.write("pong\r\n"), waitMs));
}

function talkAt(world: World, site: Site, part: Partial<Check>): Check {
  return tcpCheckAt(world, site, { isTalk: true, ...part });
}

/** The days before are lived through too, three runs an hour. */
function slowAtItsHour(behaviourOf: (waitMs: number) => Behaviour, checkOf: CheckOf): Play {
  return async (world) => {
    world.nowEpochMs -= DAYS * DAY_MS;
    const [quick, slow] = [behaviourOf(0), behaviourOf(1.5 * SLOW_MS)];
    const isBusy = () => Math.floor((world.nowEpochMs % DAY_MS) / HOUR_MS) === BUSY_HOUR;
    const site = await world.use(openSite((socket) => (isBusy() ? slow : quick)(socket)));
    const tooSlow = [{ fact: "total", matcher: { op: "above", value: SLOW_MS } }] as const;
    world.watch(checkOf(world, site, { everyMs: EVERY_MS, slow: tooSlow }));
    await world.pass(DAYS * DAY_MS);
    await world.live(HOUR_MS);
  };
}

const GROWING_DAYS = 6;
const FIRST_MS = 20;

export const slowerByTheDay: Fault = {
  name: "slower from day to day",
  right: ["slower-by-the-day"],
  variants: {
    "http, by 20 ms": growsByDay({ byMs: 20, behaviourOf: answerAfter, checkOf: httpCheckAt }),
    "http, by 40 ms": growsByDay({ byMs: 40, behaviourOf: answerAfter, checkOf: httpCheckAt }),
    "tcp with a script": growsByDay({ byMs: 30, behaviourOf: pongAfter, checkOf: talkAt }),
  },
  isLong: true,
};

interface Growth {
  readonly byMs: number;
  readonly behaviourOf: (waitMs: number) => Behaviour;
  readonly checkOf: CheckOf;
}

function growsByDay({ byMs, behaviourOf, checkOf }: Growth): Play {
  return async (world) => {
    world.nowEpochMs -= GROWING_DAYS * DAY_MS;
    const beganAtEpochMs = world.nowEpochMs;
    const day = () => Math.floor((world.nowEpochMs - beganAtEpochMs) / DAY_MS);
    const site = await world.use(openSite((socket) => behaviourOf(FIRST_MS + byMs * day())(socket)));
    const tooSlow = [{ fact: "total", matcher: { op: "above", value: FIRST_MS + byMs * (GROWING_DAYS - 0.5) } }] as const;
    world.watch(checkOf(world, site, { everyMs: HOUR_MS, slow: tooSlow }));
    await world.pass(GROWING_DAYS * DAY_MS);
    await world.live(2 * HOUR_MS);
  };
}

export const minuteMarks: Fault = {
  name: "every half hour, on the minute",
  right: ["minute-marks"],
  alsoTrue: ["server-error"],
  honest: ["flapping", "closes-on-request"],
  variants: {
    "slow for a run": atMarks(answerAfter(1.5 * SLOW_MS), MINUTE_MS),
    "slow for two runs": atMarks(answerAfter(1.5 * SLOW_MS), 2 * MINUTE_MS),
    "no answer for two runs": atMarks(closesOnData, 2 * MINUTE_MS),
  },
};

function atMarks(behaviour: Behaviour, forMs: number): Play {
  return async (world) => {
    const well = answering(200, "ok");
    const isMark = () => world.nowEpochMs % (HOUR_MS / 2) < forMs;
    const site = await world.use(openSite((socket) => (isMark() ? behaviour : well)(socket)));
    const slow = [{ fact: "total", matcher: { op: "above", value: SLOW_MS } }] as const;
    world.watch(httpCheckAt(world, site, { slow }), ...(await bystanders(world)));
    await world.live(2 * HOUR_MS + 13 * MINUTE_MS);
  };
}

export const flapping: Fault = {
  name: "good and bad by turns",
  right: ["flapping"],
  alsoTrue: ["not-listening", "server-error"],
  honest: ["reset-on-connect", "closes-on-request"],
  variants: {
    "closes every other minute": byTurns(closesOnData),
    "resets every other minute": byTurns((socket) => void socket.resetAndDestroy()),
    "one replica of two refuses": async (world) => {
      const site = await world.use(openSite(answering(200)));
      const addresses = ["127.0.0.1", "127.0.0.9"];
      const turn = () =>
        world.zone.names.set(API, { addresses: [addresses[Math.floor(world.nowEpochMs / MINUTE_MS) % 2] ?? ""] });
      const breaks = () => world.onMinute(turn);
      await breakAfterAWhile(world, { checks: [httpCheckAt(world, site)], breaks, forMs: 12 * MINUTE_MS });
    },
  },
};

function byTurns(behaviour: Behaviour): Play {
  return async (world) => {
    const well = answering(200, "ok");
    const site = await world.use(openSite(well));
    const isBad = () => (world.nowEpochMs / MINUTE_MS) % 2 === 0;
    const breaks = () => site.behave((socket) => (isBad() ? behaviour : well)(socket));
    await breakAfterAWhile(world, { checks: [httpCheckAt(world, site)], breaks, forMs: 12 * MINUTE_MS });
  };
}
