/** What most faults have in common: checks that were fine for a while, others that stay fine, and a moment at which something breaks. */
import type { Check } from "../../lib/core/model/check.ts";
import { httpCheck, kdbCheck, tcpCheck, tlsCheck } from "../../test/kit/checks.ts";
import { answering, type Behaviour, openSite, type Port } from "./site.ts";
import { MINUTE_MS, type World } from "./world.ts";

export const API = "api.acme.example";
const WELL_FOR_MS = 15 * MINUTE_MS;
const BROKEN_FOR_MS = 5 * MINUTE_MS;
/** Long enough for a machine that is busy, short enough for a bench that waits for it again and again. */
export const TIMEOUT_MS = 700;

export interface Break {
  /** The first is the one whose trouble is to be explained. */
  readonly checks: readonly Check[];
  readonly breaks: () => unknown;
  readonly forMs?: number;
}

/** All is well, then it breaks, and stays so for some minutes. */
export async function breakAfterAWhile(world: World, { checks, breaks, forMs = BROKEN_FOR_MS }: Break): Promise<void> {
  world.watch(...checks, ...(await bystanders(world)));
  await world.live(WELL_FOR_MS);
  await breaks();
  await world.live(forMs);
}

const ELSEWHERE = "127.0.0.2";

/** Checks of other hosts, which stay as they are. */
export async function bystanders(world: World): Promise<Check[]> {
  const site = await world.use(openSite(answering(200, "ok"), { host: ELSEWHERE }));
  return ["shop", "mail"].map((name) =>
    httpCheckAt(world, site, { name: `${name}.elsewhere.example`, address: ELSEWHERE, id: `else/${name}` }),
  );
}

export interface At extends Partial<Check> {
  readonly name?: string;
  /** Of a host of its own. */
  readonly address?: string;
  readonly path?: string;
}

export function httpCheckAt(world: World, { port }: Port, { name = API, address, path = "/", ...part }: At = {}): Check {
  return httpCheck(`http://${world.name(name, address)}:${port}${path}`, {
    id: "acme/http",
    group: "acme",
    timeoutMs: TIMEOUT_MS,
    ...part,
  });
}

export function tcpCheckAt(world: World, { port }: Port, part: At & { readonly isTalk?: boolean } = {}): Check {
  const { name = API, address, isTalk = false, ...rest } = part;
  const script = isTalk ? { script: [{ send: ["PING\r\n"] }, { expect: "^pong" }] } : {};
  const tcp = { host: world.name(name, address), ...script };
  return tcpCheck(port, { id: "acme/tcp", group: "acme", timeoutMs: TIMEOUT_MS, ...rest, tcp });
}

export function tlsCheckAt(world: World, { port }: Port, { name = API, address, ...part }: At = {}): Check {
  const tls = { host: world.name(name, address) };
  return tlsCheck(port, { id: "acme/tls", group: "acme", timeoutMs: TIMEOUT_MS, ...part, tls });
}

export function kdbCheckAt(world: World, { port }: Port, { name = API, address, ...part }: At = {}): Check {
  const kdb = { host: world.name(name, address) };
  return kdbCheck(port, { id: "acme/kdb", group: "acme", timeoutMs: TIMEOUT_MS, ...part, kdb });
}

/** An HTTP service that is fine until it behaves otherwise. */
export function httpBreaksInto(behaviour: Behaviour, part: At = {}) {
  return async (world: World): Promise<void> => {
    const site = await world.use(openSite(answering(200, "ok")));
    await breakAfterAWhile(world, { checks: [httpCheckAt(world, site, part)], breaks: () => site.behave(behaviour) });
  };
}
