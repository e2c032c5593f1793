/** Why a run went as it did, as far as the evidence goes, and what to do next: the labelled lines below a check. */
import type { Finding } from "../model/diagnosis.ts";
import type { LineId } from "../model/evidence-line.ts";
import type { AddressResult, Outcome } from "../model/outcome.ts";
import { formatMeasuredMs } from "../model/units.ts";
import { type CauseTexts, causeTexts } from "./causes.ts";
import { ANSWER_COLUMNS, copyable, labelled, withLabel } from "./labelled-lines.ts";
import { chooseScaleMs, phaseBarText } from "./phase-bar-text.ts";
import { phasesText } from "./phases-text.ts";
import { plainText } from "./plain-text.ts";
import { repeatCommand } from "./repeat-command.ts";
import type { RanCheck } from "./run-item.ts";
import { safeText } from "./safe-text.ts";
import { stateWord } from "./terminal-style.ts";
import { displayWidth, padStartTo, wrapAll } from "./text-width.ts";

const MOST_SHARE = 0.6;
const BAR_COLUMNS = 50;
const OUT_OF_REACH = "on AWS it runs from your VPC, which may reach what this machine does not";
/** Enough to tell two certificates apart. */
const FINGERPRINT_CHARACTERS = 8;
/** What the lines above and below say in their own way. */
const TOLD_ELSEWHERE: ReadonlySet<LineId> = new Set(["failure-message", "unmet", "said", "phase-took"]);

export interface AnswerOptions {
  /** IANA name. */
  readonly timezone: string;
  /** Command that runs a check again, to which its id is added; absent where no file holds it. */
  readonly rerun?: string;
  /** Where no table has one. */
  readonly hasBar?: boolean;
}

/** Of what is well only the times, unless every step was asked for. */
export function renderAnswers(item: RanCheck, options: AnswerOptions): string[] {
  const { attempts, outcome } = item;
  const texts = causeTexts("en", options.timezone);
  const isWell = outcome.status === "up";
  const isBrief = isWell && attempts === undefined;
  return [
    ...labelled("runs", describeRuns(item)),
    ...(isWell ? [] : renderWhy(item, texts)),
    ...renderTimes(outcome, options),
    ...(isBrief ? [] : renderSeen(item, texts)),
    ...(isWell ? [] : renderNext(item, texts)),
    ...copyable("repeat", isBrief ? undefined : commandOf(item, options)),
  ];
}

function describeRuns({ runs }: RanCheck): string | undefined {
  const failed = runs.filter(({ status }) => status === "down").length;
  return runs.length > 1 ? `${failed} of ${runs.length} failed` : undefined;
}

function renderTimes(outcome: Outcome, { hasBar = false }: AnswerOptions): string[] {
  const scaleMs = chooseScaleMs([outcome], BAR_COLUMNS);
  const bar = phaseBarText(outcome, { scaleMs, columns: BAR_COLUMNS });
  const scale = `(1 char = ${formatMeasuredMs(scaleMs)})`;
  return [...labelled("took", phasesText(outcome)), ...labelled("", hasBar && bar !== "" ? `${bar}  ${scale}` : undefined)];
}

function renderSeen(item: RanCheck, texts: CauseTexts): string[] {
  const { diagnosis, outcome } = item;
  const { body, notes = [] } = outcome.evidence;
  return [
    ...labelled("says", body && safeText(body.replaceAll(/\s+/g, " "))),
    ...labelled("not", diagnosis.ruledOut.map((line) => safeText(texts.line(line))).join("; ")),
    ...labelled("tried", describeAttempts(item)),
    ...notes.flatMap((note) => labelled("note", safeText(note))),
    ...labelled("note", isOutOfReach(item) ? OUT_OF_REACH : undefined),
    ...labelled("each", describeAddresses(outcome)),
  ];
}

function renderNext({ diagnosis }: RanCheck, texts: CauseTexts): string[] {
  const [best] = diagnosis.findings;
  return best === undefined ? [] : texts.cause(best).next.flatMap((step) => labelled("next", safeText(step)));
}

function commandOf({ check, outcome }: RanCheck, { rerun }: AnswerOptions): string | undefined {
  const command = repeatCommand(check, outcome) ?? (rerun && `${rerun} ${check.id} --verbose`);
  return command && plainText(command);
}

function renderWhy({ diagnosis: { findings }, outcome }: RanCheck, texts: CauseTexts): string[] {
  if (findings.length === 0) return labelled("why", `unknown: no known pattern fits${whereSlow(outcome)}`);
  return findings.flatMap((finding) => [
    ...withConfidence(safeText(texts.cause(finding).says), finding.confidence),
    ...labelled("because", evidenceOf(finding, texts)),
  ]);
}

/** Of a slow run the one phase that took most of it, where there is one: no cause, but the place to look at. */
function whereSlow({ phases, status, totalMs }: Outcome): string {
  const longest = phases.find(({ ms }) => ms > MOST_SHARE * totalMs);
  return status !== "slow" || longest === undefined ? "" : `; most of the time went into ${safeText(longest.phase)}`;
}

/** The confidence stands at the right of the last line, or alone where there is no room. */
function withConfidence(says: string, confidence: string): string[] {
  const word = `confidence: ${confidence}`;
  const lines = wrapAll(says, ANSWER_COLUMNS);
  const last = lines.at(-1) ?? "";
  const roomColumns = ANSWER_COLUMNS - displayWidth(last);
  const ended =
    roomColumns >= word.length + 2
      ? [...lines.slice(0, -1), last + padStartTo(word, roomColumns)]
      : [...lines, padStartTo(word, ANSWER_COLUMNS)];
  return ended.map((line, index) => withLabel(index === 0 ? "why" : "", line));
}

/** A cause never stands without evidence: where all of it is told elsewhere, it is told twice. */
function evidenceOf({ evidence }: Finding, texts: CauseTexts): string {
  const further = evidence.filter(({ line }) => !TOLD_ELSEWHERE.has(line));
  return (further.length === 0 ? evidence : further).map((line) => safeText(texts.line(line))).join("; ");
}

/** What fails before anything was said may be fine from where the check runs on AWS. */
function isOutOfReach({ check, outcome }: RanCheck): boolean {
  return check.from.includes("vpc") && ["dns", "connect"].includes(outcome.failure?.phase ?? "");
}

/** Unless the evidence says it. */
function describeAttempts({ diagnosis, outcome }: RanCheck): string | undefined {
  const [first] = outcome.evidence.attempts ?? [];
  const isTold = diagnosis.findings.some(({ evidence }) => evidence.some(({ line }) => line === "retried-alike"));
  return first === undefined || isTold ? undefined : `twice, on new connections; the first time: ${first.code}`;
}

/** With `ip: all`: `10.0.0.1 ok (certificate 1f0c22ab), 10.0.0.2 down (connect-refused)` */
function describeAddresses({ evidence }: Outcome): string | undefined {
  return evidence.addresses?.map(describeAddress).join(", ");
}

function describeAddress({ address, code, fingerprint, status }: AddressResult): string {
  const seen = [code, fingerprint && `certificate ${fingerprint.slice(0, FINGERPRINT_CHARACTERS)}`].filter(Boolean);
  return safeText(`${address} ${stateWord(status)}${seen.length === 0 ? "" : ` (${seen.join(", ")})`}`);
}
