/** A run of this very minute, before people are told: is it still so, and is it so from elsewhere? */
import { isDeepStrictEqual } from "node:util";
import type { AlarmTopic } from "../alarms/topics.ts";
import { line } from "../diagnosis/rule.ts";
import type { Check, Config } from "../model/check.ts";
import type { Confidence, Diagnosis, EvidenceLine, Finding } from "../model/diagnosis.ts";
import type { Incident } from "../model/incident.ts";
import type { Outcome } from "../model/outcome.ts";
import type { EvidenceSource } from "../ports.ts";
import { findProbe, isProbed } from "../probes/index.ts";
import type { Lead } from "./lead.ts";

export interface FreshRuns {
  /** Of the check itself. */
  readonly own?: Outcome;
  /** From other places: of the check itself, and of others that ask the same question. */
  readonly elsewhere: readonly Outcome[];
}

const NONE: FreshRuns = { elsewhere: [] };
const ELSEWHERE_MAX = 3;

/** Nothing where people know already, where the fault is ours, or where asking again would do harm. */
export async function probeAgain(lead: Lead, incident: Incident, options: ProbeAgainOptions): Promise<FreshRuns> {
  const { evidence, config } = options;
  if (evidence.probe === undefined || !isAboutToBeTold(incident) || !isWorthAnotherRun(lead)) return NONE;
  const others = config.checks.filter((check) => asksTheSame(check, lead.check)).slice(0, ELSEWHERE_MAX);
  const outcomes = await evidence.probe([lead.check, ...others].map(({ id }) => id));
  const told = outcomes.filter(({ status }) => status !== "unknown");
  const own = told.find((outcome) => isOwn(outcome, lead));
  return { ...(own !== undefined && { own }), elsewhere: told.filter((outcome) => outcome !== own).slice(0, ELSEWHERE_MAX) };
}

export interface ProbeAgainOptions {
  readonly config: Config;
  readonly evidence: Pick<EvidenceSource, "probe">;
}

function isAboutToBeTold({ state, severity, root }: Incident): boolean {
  return state === "gathering" && severity === "critical" && root.kind !== "prober";
}

/** What must not be tried again at once, as a server that has stalled, is left alone here too. */
function isWorthAnotherRun({ check, member }: Lead): boolean {
  const isDown = member?.topic === ("down" satisfies AlarmTopic);
  return isDown && isProbed(check) && findProbe(check.kind)?.retry !== "never";
}

function isOwn(outcome: Outcome, { check, place }: Lead): boolean {
  return outcome.check === check.id && (check.from.length === 1 || outcome.location === place.location);
}

function asksTheSame(check: Check, { from, kind, target }: Check): boolean {
  return check.kind === kind && !check.from.some((vantage) => from.includes(vantage)) && isDeepStrictEqual(check.target, target);
}

/** The runs with the fresh one as the newest. A slow answer is left out: it would make an outage a case of slowness. */
export function withFresh(outcomes: readonly Outcome[], { own }: FreshRuns): readonly Outcome[] {
  return own === undefined || own.status === "slow" ? outcomes : [own, ...outcomes];
}

/** What was found, in the light of the fresh runs: an answer of just now makes every explanation less sure. */
export function weigh(diagnosis: Diagnosis, fresh: FreshRuns, before: Outcome | undefined): Diagnosis {
  const [first, ...others] = diagnosis.findings;
  const lines = linesOf(fresh, before);
  if (first === undefined || lines.length === 0) return diagnosis;
  const [strongest, ...rest] = first.evidence;
  const findings: Finding[] = [{ ...first, evidence: [strongest, ...lines, ...rest] }, ...others];
  return { ...diagnosis, findings: fresh.own !== undefined && isGood(fresh.own) ? findings.map(weaken) : findings };
}

function linesOf({ own, elsewhere }: FreshRuns, before: Outcome | undefined): EvidenceLine[] {
  return [...(own === undefined ? [] : lineOfOwn(own, before)), ...elsewhere.map(lineOfPlace)];
}

/** One that ended otherwise is shown as it is. */
function lineOfOwn(own: Outcome, before: Outcome | undefined): EvidenceLine[] {
  if (isGood(own)) return [line("tried-again-good", { ms: own.totalMs })];
  return isAlike(own, before) ? [line("tried-again-alike", {})] : [];
}

function lineOfPlace(outcome: Outcome): EvidenceLine {
  const { location } = outcome;
  return isGood(outcome) ? line("fine-at-location", { location }) : line("other-location", { location, failing: 1, all: 1 });
}

function isAlike(own: Outcome, before: Outcome | undefined): boolean {
  return before?.failure?.code === own.failure?.code && before?.facts.status === own.facts.status;
}

function isGood({ status }: Outcome): boolean {
  return status === "up" || status === "slow";
}

const WEAKER: Readonly<Record<Confidence, Confidence>> = { confirmed: "likely", likely: "possible", possible: "possible" };

function weaken(finding: Finding): Finding {
  return { ...finding, confidence: WEAKER[finding.confidence] };
}
