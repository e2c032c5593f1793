/** Trouble that is larger than one check: of a host, of a place, of what others rest on. */
import type { Check } from "../../../lib/core/model/check.ts";
import { startDeafListener } from "../../../test/kit/deaf-listener.ts";
import type { DnsAnswer } from "../../../test/kit/dns-server.ts";
import type { Fault, Play } from "../fault.ts";
import { breakAfterAWhile, httpCheckAt, TIMEOUT_MS, tcpCheckAt } from "../scene.ts";
import { answering, openSite, pong, resets, type Site } from "../site.ts";
import { MINUTE_MS, type World } from "../world.ts";

export const hostFault: Fault = {
  name: "all checks of one host fail, others do not",
  right: ["host-fault"],
  alsoTrue: ["not-listening"],
  honest: ["host-silent", "reset-on-connect"],
  variants: {
    "all ports refuse": hostBreaks((sites) => Promise.all(sites.map((site) => site.stop()))),
    "all connections are reset": hostBreaks((sites) => sites.map((site) => site.behave(resets))),
    "two of three refuse": hostBreaks((sites) => Promise.all(sites.slice(0, 2).map((site) => site.stop()))),
  },
};

function hostBreaks(breaks: (sites: readonly Site[]) => unknown): Play {
  return async (world) => {
    const sites: Site[] = [];
    for (let count = 0; count < 3; count += 1) sites.push(await world.use(openSite(answering(200))));
    const checks = sites.map((site, at) => httpCheckAt(world, site, { id: `acme/service-${at}` }));
    await breakAfterAWhile(world, { checks, breaks: () => breaks(sites) });
  };
}

const HOSTS = ["a", "b", "c", "d"];
const NOWHERE: DnsAnswer = { addresses: ["255.255.255.255"] };

export const locationFault: Fault = {
  name: "everything fails from one place, and nothing from the other",
  right: ["location-fault"],
  variants: {
    "no way out": placeBreaks(({ world }) => {
      for (const host of HOSTS) world.zone.names.set(hostAt(host).name, NOWHERE);
    }),
    "a firewall resets": placeBreaks(({ site }) => site.behave(resets)),
    "a firewall refuses": placeBreaks(({ site }) => site.stop()),
  },
  world: { isOnAws: true },
};

interface Place {
  readonly world: World;
  readonly site: Site;
}

function placeBreaks(breaks: (place: Place) => unknown): Play {
  return async (world) => {
    const [site, far] = [await world.use(openEverywhere()), await world.use(openEverywhere())];
    const here = HOSTS.map((host, at) => httpCheckAt(world, site, hostAt(host, at)));
    const there = ["e", "f"].map((host, at) => httpCheckAt(world, far, { ...hostAt(host, HOSTS.length + at), from: ["vpc"] }));
    world.watch(...here, ...there);
    await world.live(15 * MINUTE_MS);
    await breaks({ world, site });
    await world.live(5 * MINUTE_MS);
  };
}

/** Each host with an address of its own, all of this computer. */
function hostAt(host: string, at = 0) {
  return { name: `${host}.acme.example`, address: `127.0.1.${at + 1}`, id: `acme/${host}` };
}

function openEverywhere(): Promise<Site> {
  return openSite(answering(200), { host: "0.0.0.0" });
}

export const onlyPlaceFails: Fault = {
  name: "everything fails from the only place there is",
  right: ["location-fault"],
  alsoTrue: ["no-route"],
  honest: ["host-silent", "reset-on-connect"],
  variants: {
    "no way out": async (world) => {
      const checks = HOSTS.map((host, at) => httpCheckAt(world, { port: 9 }, hostAt(host, at)));
      for (const host of HOSTS) world.zone.names.set(hostAt(host).name, NOWHERE);
      world.watch(...checks);
      await world.live(5 * MINUTE_MS);
    },
    "connections are reset": async (world) => {
      const site = await world.use(openEverywhere());
      world.watch(...HOSTS.map((host, at) => httpCheckAt(world, site, hostAt(host, at))));
      await world.live(15 * MINUTE_MS);
      site.behave(resets);
      await world.live(5 * MINUTE_MS);
    },
    "nothing answers": async (world) => {
      const deaf = await world.use(startDeafListener());
      world.watch(...HOSTS.map((host) => httpCheckAt(world, deaf, { ...hostAt(host), address: "127.0.0.1" })));
      await world.live(3 * MINUTE_MS);
    },
  },
  isLong: true,
};

export const dependencyDown: Fault = {
  name: "what it rests on went down first",
  right: ["dependency-down"],
  alsoTrue: ["not-listening"],
  variants: {
    "it answers 500 then": restsOn({ breaks: (site) => site.behave(answering(500)) }),
    "it answers 504 then": restsOn({ breaks: (site) => site.behave(answering(504, "nginx")) }),
    "both are back together": restsOn({ breaks: (site) => site.stop(), isOver: true }),
  },
};

const TICKS = "127.0.0.3";

interface RestsOn {
  readonly breaks: (site: Site) => unknown;
  readonly isOver?: boolean;
}

function restsOn({ breaks, isOver = false }: RestsOn): Play {
  return async (world) => {
    const [site, ticks] = [await world.use(openSite(answering(200))), await world.use(openSite(pong, { host: TICKS }))];
    const rests: Check = { ...httpCheckAt(world, site, { timeoutMs: TIMEOUT_MS }), dependsOn: ["acme/ticks"] };
    const dependency = tcpCheckAt(world, ticks, { id: "acme/ticks", name: "ticks.acme.example", address: TICKS });
    await breakAfterAWhile(world, { checks: [rests, dependency], breaks: () => ticks.stop(), forMs: 2 * MINUTE_MS });
    await breaks(site);
    await world.live(4 * MINUTE_MS);
    if (!isOver) return;
    await Promise.all([site.comeBack(), ticks.comeBack()]);
    await world.live(MINUTE_MS);
  };
}
