/** kdb+, which serves one request at a time. */
import { connect } from "node:net";
import { encodeQuestion } from "../../../lib/core/probes/kdb/codec/message.ts";
import { INSERT_ROW } from "../../../lib/local/tour/q/evaluate.ts";
import { startQ } from "../../../test/kit/q-server.ts";
import type { Fault } from "../fault.ts";
import { q } from "../q-behaviour.ts";
import { breakAfterAWhile, kdbCheckAt, TIMEOUT_MS, tcpCheckAt } from "../scene.ts";
import { closesOnData, openSite, silent } from "../site.ts";
import { MINUTE_MS, type World } from "../world.ts";

export const kdbStalled: Fault = {
  name: "kdb+ accepts connections and does not shake hands",
  right: ["not-serving"],
  variants: {
    "stopped by SIGSTOP": async (world) => {
      const server = await world.use(startQ());
      await breakAfterAWhile(world, { checks: [kdbCheckAt(world, server)], breaks: () => server.stop() });
    },
    "taken by an endless query, its port open beside it": async (world) => {
      const server = await world.use(startQ());
      const checks = [kdbCheckAt(world, server), tcpCheckAt(world, server, { id: "acme/port" })];
      await breakAfterAWhile(world, { checks, breaks: () => server.beBusyFor(60) });
    },
    "a server that falls silent": async (world) => {
      const site = await world.use(openSite(q()));
      await breakAfterAWhile(world, { checks: [kdbCheckAt(world, site)], breaks: () => site.behave(silent) });
    },
  },
  isLong: true,
};

export const kdbQueue: Fault = {
  name: "many callers queue before us",
  right: ["queue-ahead"],
  honest: ["slow-query"],
  variants: {
    "handshake and query wait alike": queued({ handshakeMs: 120, queryMs: 120 }),
    "the query waits longer": queued({ handshakeMs: 100, queryMs: 250 }),
    "a real queue of callers": async (world) => {
      const server = await world.use(startQ({ rowMs: 5 }));
      await breakAfterAWhile(world, { checks: [slowKdb(world, server.port)], breaks: () => callersOf(world, server.port) });
    },
  },
  isLong: true,
};

function queued(waits: { handshakeMs: number; queryMs: number }) {
  return async (world: World): Promise<void> => {
    const site = await world.use(openSite(q()));
    await breakAfterAWhile(world, { checks: [slowKdb(world, site.port)], breaks: () => site.behave(q(waits)) });
  };
}

function slowKdb(world: World, port: number) {
  const slow = [{ fact: "total", matcher: { op: "above", value: 150 } }] as const;
  return kdbCheckAt(world, { port }, { timeoutMs: 4 * TIMEOUT_MS, slow });
}

const CALLERS = 40;

/** Each asks again as soon as it is answered. */
async function callersOf(world: World, port: number): Promise<void> {
  const row = encodeQuestion(INSERT_ROW);
  for (let caller = 0; caller < CALLERS; caller += 1) {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined).on("data", () => socket.write(row));
    socket.write(Buffer.from("partner:\x03\0"));
    await world.use({ [Symbol.asyncDispose]: async () => void socket.destroy() });
  }
}

export const slowQuery: Fault = {
  name: "one query takes the thread",
  right: ["slow-query"],
  variants: {
    "a query of ours that takes too long": async (world) => {
      const site = await world.use(openSite(q()));
      await breakAfterAWhile(world, { checks: [kdbCheckAt(world, site)], breaks: () => site.behave(q({ queryMs: 5_000 })) });
    },
    "a query of ours that became slow": async (world) => {
      const site = await world.use(openSite(q()));
      await breakAfterAWhile(world, { checks: [slowKdb(world, site.port)], breaks: () => site.behave(q({ queryMs: 700 })) });
    },
    "one of another, gone by the next run": async (world) => {
      const site = await world.use(openSite(q()));
      await breakAfterAWhile(world, { checks: [kdbCheckAt(world, site)], breaks: () => site.behave(silent), forMs: MINUTE_MS });
      site.behave(q());
      await world.live(MINUTE_MS);
    },
  },
  isLong: true,
};

export const kdbRefusesUser: Fault = {
  name: "kdb+ does not let our user in",
  right: ["kdb-credentials-refused"],
  variants: {
    "closes without a word": async (world) => {
      const site = await world.use(openSite(q()));
      await breakAfterAWhile(world, { checks: [kdbCheckAt(world, site)], breaks: () => site.behave(closesOnData) });
    },
    "a list of users without ours": async (world) => {
      const first = await world.use(startQ());
      const breaks = async () => {
        await first.kill();
        await world.use(startQ({ port: first.port, users: ["feed:secret"] }));
      };
      await breakAfterAWhile(world, { checks: [kdbCheckAt(world, first)], breaks });
    },
    "from the first run on": async (world) => {
      const server = await world.use(startQ({ users: ["feed:secret"] }));
      await breakAfterAWhile(world, { checks: [kdbCheckAt(world, server)], breaks: () => undefined });
    },
  },
};
