/** Names that cannot be looked up, or lead elsewhere. */
import type { Check } from "../../../lib/core/model/check.ts";
import { dnsCheck, httpCheck, tcpCheck } from "../../../test/kit/checks.ts";
import { type DnsAnswer, startDns } from "../../../test/kit/dns-server.ts";
import type { Fault } from "../fault.ts";
import { q } from "../q-behaviour.ts";
import { API, breakAfterAWhile, httpCheckAt, kdbCheckAt, TIMEOUT_MS, tcpCheckAt } from "../scene.ts";
import { answering, openSite, pong } from "../site.ts";
import { MINUTE_MS, type World } from "../world.ts";

const SERVFAIL = { rcode: 2 };
const NXDOMAIN = { rcode: 3 };
const REFUSED = { rcode: 5 };
const TWO_MINUTES_MS = 2 * MINUTE_MS;

export const nameMissing: Fault = {
  name: "the name is gone, others resolve",
  right: ["name-missing"],
  variants: {
    "http, NXDOMAIN": async (world) => {
      const site = await world.use(openSite(answering(200)));
      await breakAfterAWhile(world, { checks: [httpCheckAt(world, site)], breaks: () => world.zone.names.set(API, NXDOMAIN) });
    },
    "tcp, the name has no address left": async (world) => {
      const site = await world.use(openSite(pong));
      await breakAfterAWhile(world, {
        checks: [tcpCheckAt(world, site)],
        breaks: () => world.zone.names.set(API, { addresses: [] }),
      });
    },
    "dns, its server says NXDOMAIN": async (world) => {
      const { check, answers } = await dnsCheckOf(world, { addresses: ["192.0.2.1"] });
      await breakAfterAWhile(world, { checks: [check], breaks: () => answers(NXDOMAIN) });
    },
  },
};

/** Of a server of its own, whose answer can be changed. */
async function dnsCheckOf(world: World, first: DnsAnswer, part: Partial<Check> = {}) {
  let answer = first;
  const server = await world.use(startDns(() => answer));
  const port = Number(server.address.split(":").at(-1));
  const answers = (next: DnsAnswer) => {
    answer = next;
  };
  return { check: dnsCheck(port, { id: "acme/dns", group: "acme", timeoutMs: TIMEOUT_MS, ...part }), answers };
}

/** Checks of three hosts, found by name. */
function resolverTrouble(answer: DnsAnswer, forMs = TWO_MINUTES_MS): Fault["variants"] {
  const breaks = (world: World) => () => {
    world.zone.everything = answer;
  };
  return {
    http: async (world) => {
      const site = await world.use(openSite(answering(200)));
      await breakAfterAWhile(world, { checks: [httpCheckAt(world, site)], breaks: breaks(world), forMs });
    },
    "tcp, with a check by address that stays fine": async (world) => {
      const site = await world.use(openSite(pong));
      const byAddress = tcpCheck(site.port, { id: "acme/by-address", group: "acme" });
      await breakAfterAWhile(world, { checks: [tcpCheckAt(world, site), byAddress], breaks: breaks(world), forMs });
    },
    "kdb, with many names": async (world) => {
      const [site, server] = [await world.use(openSite(answering(200))), await world.use(openSite(q()))];
      const others = ["a", "b", "c", "d"].map((name) =>
        httpCheckAt(world, site, { name: `${name}.acme.example`, id: `acme/${name}` }),
      );
      await breakAfterAWhile(world, { checks: [kdbCheckAt(world, server), ...others], breaks: breaks(world), forMs });
    },
  };
}

export const resolverServfail: Fault = {
  name: "the resolver answers SERVFAIL to every name",
  right: ["resolver-fault"],
  honest: ["location-fault"],
  variants: resolverTrouble(SERVFAIL),
};

export const resolverRefuses: Fault = {
  name: "the resolver refuses to answer",
  right: ["resolver-fault"],
  honest: ["location-fault"],
  variants: resolverTrouble(REFUSED),
};

export const resolverSilent: Fault = {
  name: "the resolver does not answer",
  right: ["resolver-fault"],
  honest: ["location-fault"],
  variants: resolverTrouble("silence"),
  isLong: true,
};

export const zoneFails: Fault = {
  name: "one name cannot be looked up (its zone fails), others resolve",
  right: ["name-unresolvable"],
  variants: {
    "http, SERVFAIL": async (world) => {
      const site = await world.use(openSite(answering(200)));
      await breakAfterAWhile(world, { checks: [httpCheckAt(world, site)], breaks: () => world.zone.names.set(API, SERVFAIL) });
    },
    "tcp, REFUSED": async (world) => {
      const site = await world.use(openSite(pong));
      await breakAfterAWhile(world, { checks: [tcpCheckAt(world, site)], breaks: () => world.zone.names.set(API, REFUSED) });
    },
    "http, no answer": async (world) => {
      const site = await well(world);
      const breaks = () => world.zone.names.set(API, "silence");
      await breakAfterAWhile(world, { checks: [httpCheckAt(world, site)], breaks, forMs: TWO_MINUTES_MS });
    },
  },
  isLong: true,
};

async function well(world: World) {
  return await world.use(openSite(answering(200)));
}

export const addressChanged: Fault = {
  name: "the name leads to another address, where nothing of ours is",
  right: ["address-changed"],
  alsoTrue: ["not-listening", "not-serving", "server-error"],
  variants: {
    "http, nobody listens there": async (world) => {
      const site = await well(world);
      await breakAfterAWhile(world, { checks: [httpCheckAt(world, site)], breaks: () => move(world) });
    },
    "tcp, nobody listens there": async (world) => {
      const site = await world.use(openSite(pong));
      await breakAfterAWhile(world, { checks: [tcpCheckAt(world, site, { isTalk: true })], breaks: () => move(world) });
    },
    "http, a stranger answers 500": async (world) => {
      const site = await well(world);
      await world.use(openSite(answering(500, "who are you?"), { port: site.port, host: "127.0.0.9" }));
      await breakAfterAWhile(world, { checks: [httpCheckAt(world, site)], breaks: () => move(world) });
    },
  },
};

function move(world: World): void {
  world.zone.names.set(API, { addresses: ["127.0.0.9"] });
}

export const recordsChanged: Fault = {
  name: "a DNS server hands out other records than expected",
  right: ["records-changed"],
  variants: {
    "another address": recordsBecome({ addresses: ["192.0.2.66"] }),
    "one address of two": async (world) => {
      const expect = [{ fact: "count", matcher: { op: "oneOf", values: [2] } }] as const;
      const { check, answers } = await dnsCheckOf(world, { addresses: ["192.0.2.1", "192.0.2.2"] }, { expect });
      await breakAfterAWhile(world, { checks: [check], breaks: () => answers({ addresses: ["192.0.2.1"] }) });
    },
    "one address more": recordsBecome({ addresses: ["192.0.2.1", "192.0.2.66"] }),
  },
};

function recordsBecome(answer: DnsAnswer) {
  return async (world: World): Promise<void> => {
    const expect = [{ fact: "answers", matcher: { op: "oneOf", values: ["192.0.2.1"] } }] as const;
    const { check, answers } = await dnsCheckOf(world, { addresses: ["192.0.2.1"] }, { expect });
    await breakAfterAWhile(world, { checks: [check], breaks: () => answers(answer) });
  };
}

/** A service on both families, of which one breaks. */
export const ipv6Broken: Fault = {
  name: "IPv6 is broken, IPv4 is fine",
  right: ["ipv6-broken"],
  alsoTrue: ["not-listening", "reset-on-connect", "server-error"],
  variants: {
    "http, refused": async (world) => {
      const { port, six } = await bothFamilies(world);
      const check = httpCheck(`http://${API}:${port}/`, { id: "acme/http", group: "acme", http: { ip: "all" } });
      await breakAfterAWhile(world, { checks: [check], breaks: () => six.stop() });
    },
    "tcp, refused": async (world) => {
      const { port, six } = await bothFamilies(world);
      const check = tcpCheck(port, { id: "acme/tcp", group: "acme", tcp: { host: API, ip: "all" } });
      await breakAfterAWhile(world, { checks: [check], breaks: () => six.stop() });
    },
    "http, 500": async (world) => {
      const { port, six } = await bothFamilies(world);
      const check = httpCheck(`http://${API}:${port}/`, { id: "acme/http", group: "acme", http: { ip: "all" } });
      await breakAfterAWhile(world, { checks: [check], breaks: () => six.behave(answering(500)) });
    },
  },
};

async function bothFamilies(world: World) {
  const four = await well(world);
  const six = await world.use(openSite(answering(200, "ok"), { port: four.port, host: "::1" }));
  world.zone.names.set(API, { addresses: ["127.0.0.1", "::1"] });
  return { port: four.port, six };
}
