/** A status page with a history behind it, and a server that gives its files as the bucket would. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Check, Config } from "../../lib/core/model/check.ts";
import { buildView, type StatusFacts } from "../../lib/core/status-page/build-view.ts";
import { type DayCounts, lastDays } from "../../lib/core/status-page/day-counts.ts";
import type { KeptIncident } from "../../lib/core/status-page/kept-incident.ts";
import { pageFiles } from "../../lib/core/status-page/page-files.ts";
import { planPages } from "../../lib/core/status-page/plan.ts";
import type { ServiceState } from "../../lib/core/status-page/service-state.ts";
import type { StatusView } from "../../lib/core/status-page/view.ts";
import { makeCheck } from "./checks.ts";

export const NOW_EPOCH_MS = Date.UTC(2026, 10, 22, 8, 40);
export const MINUTE_MS = 60_000;
const TODAY = "2026-11-22";
/** Of our own: nothing with this in it may reach a page. */
export const INTERNAL = "internal-name";

/** Its id, title and address are ours. */
export function aService(id: string, publicTitle: string, parts: Partial<Check> = {}): Check {
  return makeCheck({
    ...{ id: `${INTERNAL}/${INTERNAL}-${id}`, group: INTERNAL, title: `${INTERNAL} ${id}`, publicTitle, kind: "http" },
    ...{ target: { url: `https://${INTERNAL}.acme.example/${id}` }, notify: ["oncall"], ...parts },
  });
}

export function aStatusConfig(checks: readonly Check[], parts: Partial<Config> = {}): Config {
  return {
    ...{ name: "acme", timezone: "Asia/Seoul", language: "en", operators: ["oncall"], checks },
    contacts: [{ name: "oncall", emails: ["oncall@acme.example"], phones: [] }],
    statusPages: [{ group: INTERNAL, title: "Acme", language: "en" }],
    ...parts,
  };
}

/** The last so many days of a check that runs every minute; `failed` by how many days ago. */
export function someDays(count: number, failed: Readonly<Record<number, number>> = {}): DayCounts {
  const days = lastDays(TODAY, count);
  return Object.fromEntries(days.map((day, at) => [day, { runs: 1_440, failedRuns: failed[count - 1 - at] ?? 0 }]));
}

export interface Scene {
  readonly config: Config;
  /** By id without its group. */
  readonly days?: Readonly<Record<string, DayCounts>>;
  readonly states?: Readonly<Record<string, ServiceState>>;
  readonly incidents?: readonly KeptIncident[];
  readonly nowEpochMs?: number;
}

export function idOf(short: string): string {
  return `${INTERNAL}/${INTERNAL}-${short}`;
}

export function aStatusView({ config, days = {}, incidents = [], nowEpochMs = NOW_EPOCH_MS, states = {} }: Scene): StatusView {
  const [page] = planPages(config);
  if (page === undefined) throw new Error("The configuration has no status page.");
  const facts: StatusFacts = {
    states: new Map(Object.entries(states).map(([id, state]) => [idOf(id), state])),
    counted: {
      checks: Object.fromEntries(Object.entries(days).map(([id, ofCheck]) => [idOf(id), { days: ofCheck }])),
      untilEpochMs: Object.keys(days).length === 0 ? 0 : nowEpochMs - 25 * MINUTE_MS,
    },
    ...{ incidents, nowEpochMs, everyMs: MINUTE_MS },
  };
  return buildView(page, facts);
}

export function aKeptIncident(parts: Partial<KeptIncident> = {}): KeptIncident {
  const openedAtEpochMs = parts.openedAtEpochMs ?? NOW_EPOCH_MS - 19 * MINUTE_MS;
  return {
    ...{ id: "k7f2", openedAtEpochMs, startedAtEpochMs: openedAtEpochMs, phase: "investigating" },
    ...{ downChecks: [idOf("checkout")], slowChecks: [] },
    ...parts,
  };
}

const DAY_MS = 86_400_000;

/** An outage now, a slow service, one that is new, one without data. */
export function aBadDay(nowEpochMs = NOW_EPOCH_MS): StatusView {
  const checks = [
    aService("checkout", "Checkout API"),
    aService("login", "Login"),
    aService("search", "검색"),
    aService("new", "Invoices"),
  ];
  const resolved = (id: string, daysAgo: number, minutes: number, parts: Partial<KeptIncident> = {}) => {
    const openedAtEpochMs = nowEpochMs - daysAgo * DAY_MS;
    return aKeptIncident({
      ...{ id, openedAtEpochMs, endedAtEpochMs: openedAtEpochMs + minutes * MINUTE_MS, phase: "resolved" },
      ...parts,
    });
  };
  return aStatusView({
    config: aStatusConfig(checks),
    days: {
      checkout: someDays(90, { 0: 19, 13: 61, 14: 800, 40: 2, 71: 190 }),
      login: someDays(90),
      search: someDays(90, { 30: 12, 31: 100 }),
      new: someDays(6),
    },
    states: {
      checkout: { state: "down", sinceEpochMs: nowEpochMs - 17 * MINUTE_MS },
      login: { state: "up" },
      search: { state: "slow", sinceEpochMs: nowEpochMs - 95 * MINUTE_MS },
      new: { state: "up" },
    },
    incidents: [
      aKeptIncident({ openedAtEpochMs: nowEpochMs - 19 * MINUTE_MS }),
      aKeptIncident({ id: "s1", openedAtEpochMs: nowEpochMs - 97 * MINUTE_MS, downChecks: [], slowChecks: [idOf("search")] }),
      resolved("a", 13, 61),
      resolved("b", 14, 801, { downChecks: [idOf("checkout"), idOf("login")] }),
      resolved("c", 30, 12, { downChecks: [idOf("search")] }),
    ],
    nowEpochMs,
  });
}

export interface ServedPage extends AsyncDisposable {
  readonly url: string;
  /** What is given from now on. */
  show(view: StatusView): void;
}

/** As the bucket gives it behind its distribution, without any header that the page would need. */
export async function serveStatusPage(view: StatusView): Promise<ServedPage> {
  let shown = view;
  const server = createServer(({ url = "" }, response) => {
    const file = pageFiles(shown, { url: "https://status.example/secret/", createdAtEpochMs: 0 }).find(
      ({ path }) => `/${path}` === url,
    );
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { "content-type": file.contentType }).end(file.body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    show: (next) => {
      shown = next;
    },
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
