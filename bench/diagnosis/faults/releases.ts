/** A process that began anew, and what came of it. */
import type { Check } from "../../../lib/core/model/check.ts";
import type { Fault } from "../fault.ts";
import { page, pageCheckAt } from "../metrics-page.ts";
import { breakAfterAWhile, httpCheckAt, tcpCheckAt } from "../scene.ts";
import { answering, openSite, pong, type Site } from "../site.ts";
import { HOUR_MS, MINUTE_MS, type World } from "../world.ts";

/** A page that tells when its process began; it begins anew when told to. */
async function processOf(world: World) {
  let startedAtEpochMs = world.nowEpochMs - 50 * HOUR_MS;
  const numbers = () => ({ acme_orders: 12, process_start_time_seconds: startedAtEpochMs / 1_000 });
  const site = await world.use(openSite(page(numbers)));
  const check = pageCheckAt(world, site, { id: "acme/process", everyMs: MINUTE_MS, series: { orders: "acme_orders" } });
  const restart = () => {
    startedAtEpochMs = world.nowEpochMs - MINUTE_MS / 2;
  };
  return { check, site, restart };
}

export const badRelease: Fault = {
  name: "errors begin with a new process",
  right: ["bad-release"],
  alsoTrue: ["server-error", "restarted", "component-down"],
  variants: Object.fromEntries(
    [500, 503, 501].map((status) => [
      String(status),
      async (world) => {
        const [site, process] = [await world.use(openSite(answering(200))), await processOf(world)];
        const breaks = () => {
          process.restart();
          site.behave(answering(status, "Internal error"));
        };
        await breakAfterAWhile(world, { checks: [httpCheckAt(world, site), process.check], breaks });
      },
    ]),
  ),
};

export const restarted: Fault = {
  name: "it was away while its process began anew",
  right: ["restarted"],
  alsoTrue: ["not-listening"],
  variants: {
    http: isAway((world, site) => httpCheckAt(world, site)),
    tcp: isAway((world, site) => tcpCheckAt(world, site)),
    "its own page of metrics": async (world) => {
      const { check, site, restart } = await processOf(world);
      await breakAfterAWhile(world, { checks: [check], breaks: () => site.stop(), forMs: 3 * MINUTE_MS });
      restart();
      await site.comeBack();
      await world.live(2 * MINUTE_MS);
    },
  },
};

function isAway(checkOf: (world: World, site: Site) => Check) {
  return async (world: World): Promise<void> => {
    const [site, process] = [await world.use(openSite(answering(200))), await processOf(world)];
    const checks = [checkOf(world, site), process.check];
    await breakAfterAWhile(world, { checks, breaks: () => site.stop(), forMs: 3 * MINUTE_MS });
    process.restart();
    await site.comeBack();
    await world.live(2 * MINUTE_MS);
  };
}

export const managementOnly: Fault = {
  name: "the door for metrics is shut, the service is fine",
  right: ["management-only"],
  alsoTrue: ["not-listening", "not-serving", "reset-on-connect", "server-error"],
  variants: {
    refused: doorShuts((site) => site.stop()),
    reset: doorShuts((site) => site.behave((socket) => void socket.resetAndDestroy())),
    "500": doorShuts((site) => site.behave(answering(500))),
  },
};

function doorShuts(shut: (site: Site) => unknown) {
  return async (world: World): Promise<void> => {
    const [service, process] = [await world.use(openSite(answering(200))), await processOf(world)];
    const checks = [process.check, httpCheckAt(world, service)];
    await breakAfterAWhile(world, { checks, breaks: () => shut(process.site) });
  };
}

export const restartOnly: Fault = {
  name: "innocent: a process begins anew, and nothing fails",
  right: [],
  variants: {
    "its page of metrics": async (world) => {
      const { check, restart } = await processOf(world);
      await breakAfterAWhile(world, { checks: [check], breaks: restart });
    },
    "the service beside it": async (world) => {
      const [site, process] = [await world.use(openSite(answering(200))), await processOf(world)];
      await breakAfterAWhile(world, { checks: [httpCheckAt(world, site), process.check], breaks: process.restart });
    },
    "its port": async (world) => {
      const [site, process] = [await world.use(openSite(pong)), await processOf(world)];
      await breakAfterAWhile(world, { checks: [tcpCheckAt(world, site), process.check], breaks: process.restart });
    },
  },
};
