/** Faults of the place we probe from: its way out, its resolver. What the targets answer, however wrong, is none of them. */
import type { Outcome } from "../model/outcome.ts";
import type { CaseFile, OtherCheck } from "./case-file.ts";
import {
  CROWD_SHARE,
  countFailing,
  FINE_SHARE,
  hostOf,
  isLost,
  othersAtLocation,
  othersOf,
  sameCheckElsewhere,
  shareOf,
  statusOf,
} from "./neighbours.ts";
import { type Examination, fits, line, type Rule, refutedBy } from "./rule.ts";
import { badRunsOf, badRunsWith, phaseMs, runsOf } from "./runs.ts";

const CHECKS_MIN = 3;
const HOSTS_MIN = 2;
const RESOLVER_CODES = ["dns-timed-out", "dns-server-failed", "dns-refused"] as const;

export const locationRules: readonly Rule[] = [
  {
    ...{ row: 30, cause: "location-fault", layer: "location", atMost: "likely" },
    ...{ narrows: ["some-places-only"], examine: isLocationFault },
  },
  { row: 2, cause: "resolver-fault", layer: "location", atMost: "likely", examine: isResolverFault },
  { row: 30, cause: "some-places-only", layer: "location", atMost: "likely", examine: isSeenFromSomePlacesOnly },
];

/** Most of all that is probed from here gets nowhere, though it has nothing else in common. With one location only it stays possible. */
function isLocationFault(file: CaseFile): Examination {
  const { location } = file.check;
  const trouble = badRunsOf(file);
  const here = [ownCheck(file), ...othersAtLocation(file)].filter((check) => isLost(check) !== undefined);
  if (trouble === undefined || here.length < CHECKS_MIN || countHosts(here) < HOSTS_MIN) return undefined;
  if (!isLost({ status: "down", latest: trouble.latest })) return answeredLine(trouble.latest);
  const lost = here.filter(isLost);
  const share = { failing: lost.length, all: here.length };
  const seen = line("failing-at-location", { location, ...share });
  if (shareOf(share) < CROWD_SHARE || countHosts(lost) < HOSTS_MIN) return { refutedBy: seen };
  const elsewhere = [...Map.groupBy(othersOf(file), (other) => other.location)].filter(([name]) => name !== location);
  const fine = elsewhere.find(([, checks]) => shareOf(countFailing(checks)) <= FINE_SHARE);
  const [troubled] = elsewhere;
  if (fine === undefined && troubled !== undefined) {
    return refutedBy("other-location", { location: troubled[0], ...countFailing(troubled[1]) });
  }
  if (fine === undefined) return fits("location-fault", { confidence: "possible", with: { location }, evidence: [seen] });
  const contrast = line("other-location", { location: fine[0], ...countFailing(fine[1]) });
  return fits("location-fault", { confidence: "likely", with: { location }, evidence: [seen, contrast] });
}

function ownCheck(file: CaseFile): Neighbour {
  const [latest] = runsOf(file);
  return { ...file.check, status: latest?.status ?? "unknown", ...(latest && { latest }) };
}

type Neighbour = Pick<OtherCheck, "id" | "host" | "status" | "latest">;

function countHosts(checks: readonly Neighbour[]): number {
  return new Set(checks.map(hostOf)).size;
}

/** Whoever was answered found the way. */
function answeredLine(answered: Outcome): Examination {
  const ms = phaseMs(answered, "connect");
  return ms === undefined ? undefined : refutedBy("network-fine", { ms });
}

/** Other places see the same check well: what is broken lies between, or the target treats this place in another way. */
function isSeenFromSomePlacesOnly(file: CaseFile): Examination {
  const elsewhere = sameCheckElsewhere(file).filter(({ status }) => status !== "unknown");
  if (badRunsOf(file) === undefined || statusOf(file) !== "down" || elsewhere.length === 0) return undefined;
  const [down, well] = [elsewhere.filter(({ status }) => status === "down"), elsewhere.filter(({ status }) => status !== "down")];
  const [other] = down;
  if (well.length === 0 && other !== undefined) {
    return refutedBy("other-location", { location: other.location, failing: 1, all: 1 });
  }
  const failing = [file.check.location, ...down.map(({ location }) => location)].join(", ");
  const seen = line("fails-from", { failing, fine: well.map(({ location }) => location).join(", ") });
  const places = { failing, places: 1 + down.length, all: 1 + elsewhere.length };
  const confidence = well.length > down.length + 1 ? "likely" : "possible";
  return fits("some-places-only", { confidence, with: places, evidence: [seen] });
}

/** Many names cannot be looked up at once from here. A `dns` check asks a server of its own and is no witness. */
function isResolverFault(file: CaseFile): Examination {
  const { kind, location } = file.check;
  const trouble = badRunsWith(file, ...RESOLVER_CODES);
  if (trouble === undefined || kind === "dns") return undefined;
  const others = othersAtLocation(file).filter((other) => other.kind !== "dns" && hostOf(other) !== hostOf(file.check));
  const failing = 1 + new Set(others.filter(cannotResolve).map(hostOf)).size;
  const resolving = new Set(others.filter(canResolve).map(hostOf)).size;
  const seen = line("names-resolve", { failing, resolving });
  if (failing < HOSTS_MIN || resolving > failing) return { refutedBy: seen };
  return fits("resolver-fault", { confidence: "likely", with: { location }, evidence: [seen] });
}

function cannotResolve({ latest }: OtherCheck): boolean {
  return RESOLVER_CODES.some((code) => code === latest?.failure?.code);
}

export function canResolve({ latest }: OtherCheck): boolean {
  return latest?.failure?.phase !== "dns" && (latest?.phases.some(({ phase }) => phase === "dns") ?? false);
}
