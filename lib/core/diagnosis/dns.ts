/** Names and the addresses behind them. */
import type { Outcome } from "../model/outcome.ts";
import type { CaseFile } from "./case-file.ts";
import { canResolve } from "./location.ts";
import { hostOf, othersAtLocation } from "./neighbours.ts";
import { type Examination, fits, known, line, type Rule, refutedBy } from "./rule.ts";
import {
  type BadRuns,
  badRunsOf,
  badRunsWith,
  failureMessage,
  hasBreachOf,
  hasCode,
  isRepeated,
  lastGood,
  repetition,
  seenFrom,
  textFact,
  unmetLine,
} from "./runs.ts";

/** Fewer good runs say little about which addresses are usual. */
const GOOD_RUNS_MIN = 3;
const UNANSWERED = ["dns-server-failed", "dns-refused", "dns-timed-out", "dns-malformed"] as const;
/** A name with more addresses than this hands out another one all the time. */
const ADDRESSES_MAX = 3;

export const dnsRules: readonly Rule[] = [
  { row: 4, cause: "ipv6-broken", layer: "target", atMost: "confirmed", examine: isIpv6Broken },
  { row: 1, cause: "name-missing", layer: "target", atMost: "likely", examine: isNameMissing },
  { row: 1, cause: "name-unresolvable", layer: "target", atMost: "likely", examine: isNameUnresolvable },
  { row: 3, cause: "records-changed", layer: "target", atMost: "likely", examine: areRecordsChanged },
  {
    ...{ row: 3, cause: "address-changed", layer: "target", atMost: "likely" },
    ...{ explains: ["server-error", "client-error", "wrong-content", "certificate-name-mismatch"], examine: isAddressChanged },
  },
];

/** Other names that resolve show that it is not the resolver. */
function isNameMissing(file: CaseFile): Examination {
  const trouble = badRunsOf(file);
  if (trouble === undefined || !saysNoSuchName(trouble, file.check.kind)) return undefined;
  const others = othersAtLocation(file).filter((other) => hostOf(other) !== hostOf(file.check));
  const resolving = new Set(others.filter(canResolve).map(hostOf)).size;
  const failing = new Set(others.filter(({ latest }) => latest?.failure?.phase === "dns").map(hostOf)).size;
  const contrast = line("names-resolve", { resolving, failing: failing + 1 });
  if (failing > resolving) return { refutedBy: contrast };
  const name = nameAsked(trouble, file.check);
  const confidence = resolving > 0 ? "likely" : "possible";
  const evidence = [failureMessage(trouble), ...known(resolving > 0 ? contrast : undefined), ...repetition(trouble)] as const;
  return fits("name-missing", { confidence, with: { name, ...seenFrom(file) }, evidence });
}

/** Nobody says that it does not exist, but of it alone there is no answer: its own name servers fail, not the resolver. */
function isNameUnresolvable(file: CaseFile): Examination {
  const trouble = badRunsWith(file, ...UNANSWERED);
  if (trouble === undefined || file.check.kind === "dns") return undefined;
  const others = othersAtLocation(file).filter((other) => other.kind !== "dns" && hostOf(other) !== hostOf(file.check));
  const resolving = new Set(others.filter(canResolve).map(hostOf)).size;
  const failing = 1 + new Set(others.filter(({ latest }) => latest?.failure?.phase === "dns").map(hostOf)).size;
  const contrast = line("names-resolve", { resolving, failing });
  if (failing > resolving) return { refutedBy: contrast };
  const name = file.check.host ?? file.check.id;
  const confidence = isRepeated(trouble) ? "likely" : "possible";
  const evidence = [failureMessage(trouble), contrast, ...repetition(trouble)] as const;
  return fits("name-unresolvable", { confidence, with: { name }, evidence });
}

/** The host of a `dns` check is the server that it asks; the name stands in the question: `A www.acme.example from 10.0.0.2:53 …`. */
function nameAsked({ latest }: BadRuns, { host, id, kind }: CaseFile["check"]): string {
  if (kind !== "dns") return host ?? id;
  return /(\S+) from /.exec(latest.evidence.request ?? "")?.[1] ?? id;
}

function saysNoSuchName({ latest }: BadRuns, kind: string): boolean {
  if (kind === "dns") return latest.status === "down" && textFact(latest, "rcode") === "NXDOMAIN";
  return hasCode(latest, ["dns-not-found", "dns-no-address"]);
}

/** Of a `dns` check: the server answers, but not what it used to. */
function areRecordsChanged(file: CaseFile): Examination {
  const trouble = badRunsOf(file);
  if (trouble === undefined || file.check.kind !== "dns" || !hasBreachOf(trouble.latest, "answers", "count")) return undefined;
  const now = textFact(trouble.latest, "answers");
  const before = textFact(lastGood(trouble), "answers");
  if (now === undefined || before === undefined) return undefined;
  const seen = line("records", { now, before });
  if (now === before) return { refutedBy: seen };
  const evidence = [seen, ...known(unmetLine(trouble.latest, "answers", "count"))] as const;
  return fits("records-changed", { confidence: "likely", with: {}, evidence });
}

/** All good runs went to other addresses than the failing ones. */
function isAddressChanged(file: CaseFile): Examination {
  const trouble = badRunsOf(file);
  const address = trouble?.latest.evidence.address;
  if (trouble === undefined || trouble.latest.status !== "down" || address === undefined || file.check.kind === "dns")
    return undefined;
  const good = addressesOf(trouble.before.filter(({ status }) => status === "up"));
  const usual = new Set(good);
  if (good.length < GOOD_RUNS_MIN) return undefined;
  if (usual.size > ADDRESSES_MAX) return refutedBy("addresses-rotate", { addresses: usual.size });
  const failing = addressesOf(trouble.runs);
  const same = failing.find((one) => usual.has(one));
  if (same !== undefined) return refutedBy("address-same", { address: same, runs: good.filter((one) => one === same).length });
  const byTurns = failingBefore(trouble).filter((one) => one === address).length;
  if (byTurns > 0) return refutedBy("address-of-failures", { address, runs: trouble.runs.length + byTurns });
  const evidence = [line("address-changed", { now: address, before: [...usual].join(", ") }), ...repetition(trouble)] as const;
  return fits("address-changed", { confidence: "likely", with: { address }, evidence });
}

/** All that were tried: with `ip: all` a run is told by its worst address alone. */
function addressesOf(runs: readonly Outcome[]): string[] {
  return runs.flatMap(({ evidence }) => evidence.addresses?.map(({ address }) => address) ?? evidence.address ?? []);
}

/** Addresses of bad runs that good ones have followed: the name leads there now and then, and has not changed. */
function failingBefore({ before }: BadRuns): string[] {
  const sinceGood = before.slice(before.findIndex(({ status }) => status === "up"));
  return addressesOf(sinceGood.filter(({ status }) => status !== "up"));
}

/** With `ip: all` every address was tried: all of one family fail, all of the other are fine. */
function isIpv6Broken(file: CaseFile): Examination {
  const tried = badRunsOf(file)?.latest.evidence.addresses ?? [];
  const [six, four] = [
    tried.filter(({ address }) => address.includes(":")),
    tried.filter(({ address }) => !address.includes(":")),
  ];
  const [failing, fine] = [six[0], four.find(({ status }) => status !== "down")];
  if (failing === undefined || four[0] === undefined) return undefined;
  if (six.some(({ status }) => status !== "down")) return undefined;
  if (fine === undefined || four.some(({ status }) => status === "down")) {
    return refutedBy("address-family", {
      failing: four.find(({ status }) => status === "down")?.address ?? "",
      fine: fine?.address ?? "",
    });
  }
  const evidence = [line("address-family", { failing: failing.address, fine: fine.address })] as const;
  return fits("ipv6-broken", { confidence: "confirmed", with: {}, evidence });
}
