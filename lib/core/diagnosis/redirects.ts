/** Redirects that lead in a circle, or away from what was asked for. */
import type { EvidenceLine } from "../model/diagnosis.ts";
import type { CaseFile } from "./case-file.ts";
import { type Examination, fits, line, type Rule, refutedBy } from "./rule.ts";
import { badRunsOf, hasCode } from "./runs.ts";

const HOPS_SHOWN = 3;
const LOGIN = /\b(?:log-?in|sign-?in|sso|saml|oauth2?|auth)\b/i;
const ARROW = " -> ";

export const redirectRules: readonly Rule[] = [
  { row: 27, cause: "redirect-loop", layer: "target", atMost: "confirmed", examine: isRedirectLoop },
  { row: 27, cause: "redirected-away", layer: "target", atMost: "confirmed", examine: isRedirectedAway },
];

function isRedirectLoop(file: CaseFile): Examination {
  const trouble = badRunsOf(file);
  if (trouble === undefined || !hasCode(trouble.latest, ["too-many-redirects"])) return undefined;
  const hops = trouble.latest.evidence.redirects ?? [];
  const [first, ...others] = hops.slice(0, HOPS_SHOWN).map((hop): EvidenceLine => line("hop", { hop }));
  if (first === undefined) return undefined;
  return fits("redirect-loop", { confidence: "confirmed", with: {}, evidence: [first, ...others] });
}

/** To a page where people sign in, or out of TLS: what answers then is not what was asked. */
function isRedirectedAway(file: CaseFile): Examination {
  const trouble = badRunsOf(file);
  if (trouble === undefined || trouble.latest.status !== "down" || hasCode(trouble.latest, ["too-many-redirects"]))
    return undefined;
  const hops = trouble.latest.evidence.redirects ?? [];
  const [last] = hops.slice(-1);
  if (last === undefined) return undefined;
  const away = hops.find(leadsAway);
  if (away === undefined) return refutedBy("hop", { hop: last });
  return fits("redirected-away", {
    confidence: "confirmed",
    with: { url: endsOf(away).to },
    evidence: [line("hop", { hop: away })],
  });
}

function leadsAway(hop: string): boolean {
  const { from, to } = endsOf(hop);
  const [start, end] = [URL.parse(from), URL.parse(to)];
  const isOutOfTls = start?.protocol === "https:" && end?.protocol === "http:";
  const isToLogin = LOGIN.test(`${end?.hostname} ${end?.pathname}`) && !LOGIN.test(`${start?.hostname} ${start?.pathname}`);
  return isOutOfTls || isToLogin;
}

/** `302 https://a.example/ -> https://b.example/` */
function endsOf(hop: string): { readonly from: string; readonly to: string } {
  const [before = "", to = ""] = hop.split(ARROW);
  return { from: before.replace(/^\d+ /, ""), to };
}
