/** Faults of our own side, which say nothing of any target. */
import type { Check } from "../../../lib/core/model/check.ts";
import type { Secrets } from "../../../lib/core/ports.ts";
import { s3Check } from "../../../test/kit/checks.ts";
import type { Fault, Play } from "../fault.ts";
import { q } from "../q-behaviour.ts";
import { breakAfterAWhile, httpCheckAt, kdbCheckAt, TIMEOUT_MS, tcpCheckAt } from "../scene.ts";
import { answering, openSite, pong, silent } from "../site.ts";
import { MINUTE_MS, type World } from "../world.ts";

const ON_AWS = { isOnAws: true };

export const overloaded: Fault = {
  name: "our own event loop stands still",
  right: ["prober-overloaded"],
  variants: {
    "so long that a run times out": loopStandsStill({ forMs: 2 * TIMEOUT_MS }),
    "so long that an answer seems slow": loopStandsStill({ forMs: TIMEOUT_MS / 2, slowAboveMs: 200 }),
    "a little, and an answer seems slow": loopStandsStill({ forMs: TIMEOUT_MS / 4, slowAboveMs: 100 }),
  },
  world: ON_AWS,
};

const SOON_MS = 1;

function loopStandsStill({ forMs, slowAboveMs }: { forMs: number; slowAboveMs?: number }): Play {
  return async (world) => {
    const site = await world.use(openSite(answering(200)));
    const slow = slowAboveMs === undefined ? [] : ([{ fact: "total", matcher: { op: "above", value: slowAboveMs } }] as const);
    const standStill = () => setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs), SOON_MS);
    const breaks = () => world.onMinute(standStill);
    await breakAfterAWhile(world, { checks: [httpCheckAt(world, site, { slow })], breaks, forMs: 3 * MINUTE_MS });
  };
}

export const outOfTime: Fault = {
  name: "our own process ends before its runs",
  right: ["prober-out-of-time"],
  variants: {
    http: calledOff(async (world) => httpCheckAt(world, await world.use(openSite(silent)))),
    tcp: calledOff(async (world) => tcpCheckAt(world, await world.use(openSite(silent)), { isTalk: true })),
    kdb: calledOff(async (world) => kdbCheckAt(world, await world.use(openSite(silent)))),
  },
  world: ON_AWS,
};

const CALLED_OFF_AFTER_MS = 100;

function calledOff(checkOf: (world: World) => Promise<Check>): Play {
  return async (world) => {
    const check = await checkOf(world);
    world.onMinute(() => {
      world.running = { cancel: AbortSignal.timeout(CALLED_OFF_AFTER_MS) };
    });
    await breakAfterAWhile(world, { checks: [check], breaks: () => undefined, forMs: MINUTE_MS });
  };
}

export const secretUnavailable: Fault = {
  name: "a secret cannot be read any more",
  right: ["secret-unavailable"],
  variants: {
    "a header of http": secretGoes(async (world) => {
      const site = await world.use(openSite(answering(200)));
      const check = httpCheckAt(world, site);
      return { ...check, target: { ...Object(check.target), headers: { authorization: "Bearer ${secret:acme/token}" } } };
    }),
    "the password of kdb": secretGoes(async (world) => {
      const check = kdbCheckAt(world, await world.use(openSite(q())));
      return { ...check, target: { ...Object(check.target), user: "monitor", password: "${secret:acme/kdb}" } };
    }),
    "a line of a script": secretGoes(async (world) => {
      const check = tcpCheckAt(world, await world.use(openSite(pong)));
      const script = [{ send: ["AUTH ${secret:acme/redis}\r\n"] }, { expect: "^pong" }];
      return { ...check, target: { ...Object(check.target), script } };
    }),
  },
  world: ON_AWS,
};

function secretGoes(checkOf: (world: World) => Promise<Check>): Play {
  return async (world) => {
    const known: Secrets = { resolve: async () => ({ value: "of-no-importance" }) };
    const gone: Secrets = { resolve: async ({ name }) => ({ unavailable: `the secret ${name} does not exist` }) };
    const check = await checkOf(world);
    world.running = { secrets: known };
    const breaks = () => {
      world.running = { secrets: gone };
    };
    await breakAfterAWhile(world, { checks: [check], breaks });
  };
}

export const proberSilent: Fault = {
  name: "our prober has stopped",
  right: ["prober-silent"],
  alsoTrue: ["server-error"],
  variants: {
    "for five minutes": fallsSilent({ forMs: 5 * MINUTE_MS }),
    "for an hour": fallsSilent({ forMs: 60 * MINUTE_MS }),
    "while the target was failing": fallsSilent({ forMs: 15 * MINUTE_MS, isFailing: true }),
  },
  world: ON_AWS,
};

function fallsSilent({ forMs, isFailing = false }: { forMs: number; isFailing?: boolean }): Play {
  return async (world) => {
    const site = await world.use(openSite(answering(200)));
    const breaks = () => isFailing && site.behave(answering(500));
    await breakAfterAWhile(world, { checks: [httpCheckAt(world, site)], breaks });
    world.nowEpochMs += forMs;
  };
}

export const ourCredentialsUnavailable: Fault = {
  name: "we get no credentials for AWS",
  right: ["our-credentials-unavailable"],
  variants: Object.fromEntries(
    ["the metadata service did not answer", "no role is attached", "the profile does not exist"].map((unavailable) => [
      unavailable,
      async (world) => {
        world.running = { signer: { sign: async () => ({ unavailable }) } };
        const check = s3Check("http://127.0.0.1:9", { id: "acme/export", group: "acme", timeoutMs: TIMEOUT_MS });
        await breakAfterAWhile(world, { checks: [check], breaks: () => undefined, forMs: MINUTE_MS });
      },
    ]),
  ),
  world: ON_AWS,
};

export const proberFault: Fault = {
  name: "our own code throws",
  right: ["prober-fault"],
  variants: {
    http: throws((world) => httpCheckAt(world, { port: 9 })),
    tcp: throws((world) => tcpCheckAt(world, { port: 9 })),
    kdb: throws((world) => kdbCheckAt(world, { port: 9 })),
  },
  world: ON_AWS,
};

function throws(checkOf: (world: World) => Check): Play {
  return async (world) => {
    const resolve = () => Promise.reject(new Error("a bug of ours"));
    world.running = { resolver: { resolve, servers: async () => [] } };
    world.watch(checkOf(world));
    await world.live(3 * MINUTE_MS);
  };
}
