/**
 * Names to addresses, asked of the DNS servers directly (c-ares), because the system call cannot say why it failed, cannot be
 * given up, and blocks one of four threads for all checks. What only the system knows (the hosts file, single-label
 * and .local names) is asked of the system.
 */
import { promises as dns } from "node:dns";
import { readFile } from "node:fs/promises";
import type { Deadline } from "../time/deadline.ts";
import { type HostsTable, parseHosts } from "./hosts-file.ts";
import {
  type Address,
  type IpChoice,
  type IpFamily,
  literalAddress,
  type Resolution,
  type ResolveFailure,
  type Resolver,
} from "./resolve.ts";

/** c-ares asks again after this long; the run's own deadline ends it all. */
const QUERY_TIMEOUT_MS = 1_500;
const QUERY_TRIES = 4;
/** Servers and hosts file are read anew this often: a laptop changes its network. */
const SETTINGS_LIFETIME_MS = 30_000;
const HOSTS_FILE = process.platform === "win32" ? "C:\\Windows\\System32\\drivers\\etc\\hosts" : "/etc/hosts";

export interface SystemResolver extends Resolver {
  /** Gives up all questions that are still open, so that the process can end. */
  close(): void;
}

interface Settings {
  readonly dns: dns.Resolver;
  readonly hosts: HostsTable;
}

/** `servers`: addresses with ports to ask instead of the system's, as `127.0.0.1:5353`. */
export function createResolver(options: { servers?: readonly string[] } = {}): SystemResolver {
  let settings: Promise<Settings> | undefined;
  let readAtMs = 0;
  const current = () => {
    if (settings === undefined || performance.now() - readAtMs > SETTINGS_LIFETIME_MS) {
      readAtMs = performance.now();
      settings = readSettings(options.servers);
    }
    return settings;
  };
  return {
    resolve: async (host, choice, deadline) => {
      const literal = literalAddress(host);
      if (literal !== undefined) return ofFamily([literal], choice, host);
      const looked = lookUp(host, choice, await current());
      return await Promise.race([looked, timedOut(host, deadline)]);
    },
    servers: async () => (await current()).dns.getServers(),
    close: () => void settings?.then((open) => open.dns.cancel()),
  };
}

async function readSettings(servers: readonly string[] | undefined): Promise<Settings> {
  const resolver = new dns.Resolver({ timeout: QUERY_TIMEOUT_MS, tries: QUERY_TRIES });
  if (servers !== undefined) resolver.setServers(servers);
  const hosts = servers === undefined ? await readFile(HOSTS_FILE, "utf8").catch(() => "") : "";
  return { dns: resolver, hosts: parseHosts(hosts) };
}

async function lookUp(host: string, choice: IpChoice, settings: Settings): Promise<Resolution> {
  const name = host.toLowerCase().replace(/\.$/, "");
  const fromHosts = settings.hosts.get(name);
  if (fromHosts !== undefined) return ofFamily(fromHosts, choice, host);
  if (!name.includes(".") || name.endsWith(".local") || name.endsWith(".localhost")) return await askSystem(host, choice);
  return await askServers(name, choice, settings.dns);
}

async function askServers(host: string, choice: IpChoice, resolver: dns.Resolver): Promise<Resolution> {
  if (choice === "all") return await askBothFamilies(host, resolver);
  const families: readonly IpFamily[] = choice === "any" ? [4, 6] : [choice];
  let last: ResolveFailure | undefined;
  for (const family of families) {
    const answer = await askFamily(host, family, resolver);
    if ("addresses" in answer) return answer;
    last = answer.failure;
    if (last.code !== "dns-no-address") break;
  }
  return { failure: last ?? noAddress(host, choice) };
}

/** A family without addresses is no failure as long as the other has some. */
async function askBothFamilies(host: string, resolver: dns.Resolver): Promise<Resolution> {
  const answers = await Promise.all([askFamily(host, 4, resolver), askFamily(host, 6, resolver)]);
  const found = answers.flatMap((answer) => ("addresses" in answer ? answer.addresses : []));
  const failure = answers.map((answer) => ("failure" in answer ? answer.failure : undefined)).find((one) => one !== undefined);
  return found.length === 0 && failure !== undefined ? { failure } : ofFamily(found, "all", host);
}

async function askFamily(host: string, family: IpFamily, resolver: dns.Resolver): Promise<Resolution> {
  try {
    const ips = family === 4 ? await resolver.resolve4(host) : await resolver.resolve6(host);
    return ofFamily(
      ips.map((ip) => ({ ip, family })),
      family,
      host,
    );
  } catch (error) {
    return { failure: explainDnsError(errorCode(error), { host, family, servers: resolver.getServers() }) };
  }
}

async function askSystem(host: string, choice: IpChoice): Promise<Resolution> {
  try {
    const found = await dns.lookup(host, { all: true, family: typeof choice === "number" ? choice : 0 });
    const addresses = found.map(({ address, family }): Address => ({ ip: address, family: family === 6 ? 6 : 4 }));
    return ofFamily(addresses, choice, host);
  } catch (error) {
    return { failure: explainDnsError(errorCode(error), { host, family: choice, servers: ["the system's resolver"] }) };
  }
}

/** IPv4 before IPv6; a failure when nothing of the wanted family is there. */
function ofFamily(addresses: readonly Address[], choice: IpChoice, host: string): Resolution {
  const wanted = addresses.filter(({ family }) => typeof choice !== "number" || family === choice);
  const [first, ...rest] = wanted.toSorted((a, b) => a.family - b.family);
  return first === undefined ? { failure: noAddress(host, choice) } : { addresses: [first, ...rest] };
}

function noAddress(host: string, choice: IpChoice): ResolveFailure {
  const wanted = typeof choice !== "number" ? "no address" : `no IPv${choice} address`;
  return { code: "dns-no-address", message: `the name ${host} exists, but has ${wanted}` };
}

async function timedOut(host: string, deadline: Deadline): Promise<Resolution> {
  const failure: ResolveFailure = {
    code: "dns-timed-out",
    message: `no answer from DNS for ${host} within ${deadline.timeoutMs} ms`,
  };
  if (deadline.signal.aborted) return { failure };
  return await new Promise((resolve) => {
    deadline.signal.addEventListener("abort", () => resolve({ failure }), { once: true });
  });
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "UNKNOWN";
}

interface Question {
  readonly host: string;
  readonly family: IpChoice;
  readonly servers: readonly string[];
}

/** Codes of c-ares and of getaddrinfo: https://nodejs.org/api/dns.html#error-codes */
function explainDnsError(code: string, { host, family, servers }: Question): ResolveFailure {
  const server = servers.join(", ");
  switch (code) {
    case "ENOTFOUND":
      return { code: "dns-not-found", message: `the name ${host} does not exist` };
    case "ENODATA":
      return noAddress(host, family);
    case "ESERVFAIL":
    case "EAI_AGAIN":
    case "ECONNREFUSED":
      return { code: "dns-server-failed", message: `DNS could not answer for ${host} (${code} from ${server})` };
    case "EREFUSED":
    case "ENOTIMP":
      return { code: "dns-refused", message: `DNS refused to answer for ${host} (${code} from ${server})` };
    case "ETIMEOUT":
    case "ECANCELLED":
      return { code: "dns-timed-out", message: `no answer from DNS for ${host} (asked ${server})` };
    default:
      return { code: "dns-malformed", message: `DNS gave no usable answer for ${host} (${code} from ${server})` };
  }
}
