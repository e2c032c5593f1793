/**
 * Names to addresses, asked of the DNS servers directly (c-ares), because the system call cannot say why it failed, cannot be
 * given up, and blocks one of four threads for all checks. What only the system knows (the hosts file, single-label
 * and .local names, names that its search list completes) is asked of the system.
 */
import { promises as dns, type LookupAddress } from "node:dns";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Deadline } from "../time/deadline.ts";
import { type HostsTable, parseHosts } from "./hosts-file.ts";
import {
  type Address,
  type IpChoice,
  type IpFamily,
  literalAddress,
  type Resolution,
  type Resolved,
  type ResolveFailure,
  type Resolver,
} from "./resolve.ts";
import { hasSearchList } from "./search-list.ts";

/** c-ares asks again after this long; the run's own deadline ends it all. */
const QUERY_TIMEOUT_MS = 1_500;
const QUERY_TRIES = 4;
/** Servers and hosts file are read anew this often: a laptop changes its network. */
const SETTINGS_LIFETIME_MS = 30_000;
/** How long the addresses of one family wait for what DNS says of the other. */
const OTHER_FAMILY_MS = 2_000;
/** Windows has none. */
const RESOLV_CONF = "/etc/resolv.conf";
const HOSTS_FILE = process.platform === "win32" ? "C:\\Windows\\System32\\drivers\\etc\\hosts" : "/etc/hosts";

export interface SystemResolver extends Resolver {
  /** Gives up all questions that are still open, so that the process can end. */
  close(): void;
}

export interface ResolverOptions {
  /** Addresses with ports to ask instead of the system's, as `127.0.0.1:5353`. */
  readonly servers?: readonly string[];
  /** What resolv.conf says, in place of the system's own. */
  readonly resolvConf?: string;
  /** How the system looks a name up. */
  readonly lookup?: SystemLookup;
}

export type SystemLookup = (
  host: string,
  options: { readonly all: true; readonly family: 0 | IpFamily },
) => Promise<LookupAddress[]>;

interface Settings {
  readonly dns: dns.Resolver;
  readonly hosts: HostsTable;
  readonly completesNames: boolean;
  readonly lookup: SystemLookup;
}

export function createResolver(options: ResolverOptions = {}): SystemResolver {
  let settings: Promise<Settings> | undefined;
  let readAtMs = 0;
  const current = () => {
    if (settings === undefined || performance.now() - readAtMs > SETTINGS_LIFETIME_MS) {
      readAtMs = performance.now();
      settings = readSettings(options);
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

async function readSettings({ servers, resolvConf, lookup = dns.lookup }: ResolverOptions): Promise<Settings> {
  const resolver = new dns.Resolver({ timeout: QUERY_TIMEOUT_MS, tries: QUERY_TRIES });
  if (servers !== undefined) resolver.setServers(servers);
  const readOfSystem = async (path: string) => (servers === undefined ? await readFile(path, "utf8").catch(() => "") : "");
  const completesNames = hasSearchList(resolvConf ?? (await readOfSystem(RESOLV_CONF)));
  return { dns: resolver, hosts: parseHosts(await readOfSystem(HOSTS_FILE)), completesNames, lookup };
}

async function lookUp(host: string, choice: IpChoice, settings: Settings): Promise<Resolution> {
  const name = host.toLowerCase().replace(/\.$/, "");
  const fromHosts = settings.hosts.get(name);
  if (fromHosts !== undefined) return ofFamily(fromHosts, choice, host);
  if (!name.includes(".") || name.endsWith(".local") || name.endsWith(".localhost")) {
    return await askSystem(host, choice, settings.lookup);
  }
  const answer = await askServers(name, choice, settings.dns);
  const isMissing = "failure" in answer && answer.failure.code === "dns-not-found";
  return isMissing && settings.completesNames && !host.endsWith(".") ? await complete(host, choice, settings) : answer;
}

/** As the system does, which knows the domains that may follow a name; a dot at its end says that none may. */
async function complete(host: string, choice: IpChoice, { lookup }: Settings): Promise<Resolution> {
  const answer = await askSystem(host, choice, lookup);
  if ("addresses" in answer) return answer;
  const message = `the name ${host} does not exist, nor does the search list of ${RESOLV_CONF} lead to an address`;
  return { failure: { code: "dns-not-found", message } };
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

/** A family without addresses is no failure as long as the other has some; of one that could not be asked about nobody knows. */
async function askBothFamilies(host: string, resolver: dns.Resolver): Promise<Resolution> {
  const asked = { 4: askFamily(host, 4, resolver), 6: askFamily(host, 6, resolver) };
  const [four, six] = await Promise.all([
    unlessLate(asked[4], asked[6], lateAnswer(host, 4)),
    unlessLate(asked[6], asked[4], lateAnswer(host, 6)),
  ]);
  if ("addresses" in four && "addresses" in six) return { addresses: [...four.addresses, ...six.addresses] };
  if ("addresses" in four) return { ...four, ...unknown(6, six) };
  if ("addresses" in six) return { ...six, ...unknown(4, four) };
  return four.failure.code === "dns-no-address" ? six : four;
}

function unknown(family: IpFamily, answer: Resolution): Pick<Resolved, "unknownFamily"> {
  if (!("failure" in answer) || answer.failure.code === "dns-no-address") return {};
  return { unknownFamily: { family, failure: answer.failure } };
}

/** A server that is silent about one family must not take the time in which the addresses of the other could be probed. */
async function unlessLate(answer: Promise<Resolution>, other: Promise<Resolution>, late: Resolution): Promise<Resolution> {
  const whenLate = other.then(async (known) =>
    "addresses" in known ? await sleep(OTHER_FAMILY_MS, late, { ref: false }) : await answer,
  );
  return await Promise.race([answer, whenLate]);
}

function lateAnswer(host: string, family: IpFamily): Resolution {
  const message = `no answer from DNS for the IPv${family} addresses of ${host} within ${OTHER_FAMILY_MS} ms`;
  return { failure: { code: "dns-timed-out", message } };
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

async function askSystem(host: string, choice: IpChoice, lookup: SystemLookup): Promise<Resolution> {
  try {
    const found = await lookup(host, { all: true, family: typeof choice === "number" ? choice : 0 });
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
