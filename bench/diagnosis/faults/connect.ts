/** TCP: refused, unanswered, broken off. */
import type { Check } from "../../../lib/core/model/check.ts";
import { startDeafListener } from "../../../test/kit/deaf-listener.ts";
import { startQ } from "../../../test/kit/q-server.ts";
import type { Fault } from "../fault.ts";
import { startFreezingProcess } from "../frozen-process.ts";
import { API, type At, breakAfterAWhile, httpBreaksInto, httpCheckAt, kdbCheckAt, tcpCheckAt, tlsCheckAt } from "../scene.ts";
import { answering, type Behaviour, closes, closesOnData, openSite, type Port, pong, resets, type Site } from "../site.ts";
import { MINUTE_MS, type World } from "../world.ts";

export const notListening: Fault = {
  name: "the process is gone, its port refuses",
  right: ["not-listening"],
  variants: {
    http: stops((world, site) => httpCheckAt(world, site)),
    "tcp, while another port of the host is open": async (world) => {
      const [site, beside] = [await world.use(openSite(pong)), await world.use(openSite(answering(200)))];
      const checks = [tcpCheckAt(world, site), httpCheckAt(world, beside)];
      await breakAfterAWhile(world, { checks, breaks: () => site.stop() });
    },
    kdb: async (world) => {
      const q = await world.use(startQ());
      await breakAfterAWhile(world, { checks: [kdbCheckAt(world, q)], breaks: () => q.kill() });
    },
  },
};

function stops(checkOf: (world: World, site: Site) => Check) {
  return async (world: World): Promise<void> => {
    const site = await world.use(openSite(answering(200, "ok")));
    await breakAfterAWhile(world, { checks: [checkOf(world, site)], breaks: () => site.stop() });
  };
}

export const hostSilent: Fault = {
  name: "nothing answers, as behind a firewall",
  right: ["host-silent", "host-fault"],
  variants: {
    http: fallsSilent((world, port) => [httpCheckAt(world, port)]),
    tcp: fallsSilent((world, site) => [tcpCheckAt(world, site)]),
    "tls, and the other check of the host too": fallsSilent((world, site) => [tlsCheckAt(world, site), tcpCheckAt(world, site)]),
  },
  isLong: true,
};

function fallsSilent(checksOf: (world: World, port: Port) => Check[]) {
  return async (world: World): Promise<void> => {
    const deaf = await world.use(startDeafListener());
    await breakAfterAWhile(world, { checks: checksOf(world, deaf), breaks: () => undefined, forMs: MINUTE_MS });
  };
}

export const acceptQueueFull: Fault = {
  name: "a process stands still until its accept queue is full",
  right: ["accept-queue-full"],
  honest: ["host-silent", "not-serving"],
  variants: {
    "http, with another port of the host open": freezes({ isTalk: false, hasNeighbour: true }),
    "tcp, with another port of the host open": freezes({ isTalk: true, hasNeighbour: true }),
    "http, alone on its host": freezes({ isTalk: false, hasNeighbour: false }),
  },
  isLong: true,
};

function freezes({ isTalk, hasNeighbour }: { isTalk: boolean; hasNeighbour: boolean }) {
  return async (world: World): Promise<void> => {
    const process = await world.use(startFreezingProcess(4));
    const beside = await world.use(openSite(pong));
    const lead = isTalk ? tcpCheckAt(world, process, { isTalk }) : httpCheckAt(world, process);
    const others = hasNeighbour ? [tcpCheckAt(world, beside, { id: "acme/beside" })] : [];
    await breakAfterAWhile(world, { checks: [lead, ...others], breaks: () => process.freeze(), forMs: 6 * MINUTE_MS });
  };
}

export const noRoute: Fault = {
  name: "there is no way to the address",
  right: ["no-route"],
  alsoTrue: ["address-changed"],
  honest: ["address-changed"],
  variants: {
    http: unreachable((world, site) => httpCheckAt(world, site)),
    tcp: unreachable((world, site) => tcpCheckAt(world, site)),
    tls: unreachable((world, site) => tlsCheckAt(world, site)),
  },
};

function unreachable(checkOf: (world: World, port: Port) => Check) {
  return async (world: World): Promise<void> => {
    const check = checkOf(world, { port: 9 });
    world.zone.names.set(API, { addresses: ["255.255.255.255"] });
    await breakAfterAWhile(world, { checks: [check], breaks: () => undefined, forMs: MINUTE_MS });
  };
}

export const resetOnConnect: Fault = {
  name: "connections are reset",
  right: ["reset-on-connect"],
  variants: {
    http: httpBreaksInto(resets),
    "tcp with a script": talkBreaksInto(resets),
    "http, after the request": httpBreaksInto((socket) => socket.once("data", () => socket.resetAndDestroy())),
  },
};

function talkBreaksInto(behaviour: Behaviour, part: At = {}) {
  return async (world: World): Promise<void> => {
    const site = await world.use(openSite(pong));
    const check = tcpCheckAt(world, site, { isTalk: true, ...part });
    await breakAfterAWhile(world, { checks: [check], breaks: () => site.behave(behaviour) });
  };
}

export const closesOnRequest: Fault = {
  name: "the server closes instead of answering",
  right: ["closes-on-request"],
  variants: {
    "http, at the request": httpBreaksInto(closesOnData),
    "http, at once": httpBreaksInto(closes),
    "tcp with a script": talkBreaksInto(closesOnData),
  },
};
