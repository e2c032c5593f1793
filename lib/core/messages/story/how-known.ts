/** How we know: evidence, times by phase beside the usual ones, and what went before. */
import type { EvidenceLine } from "../../model/diagnosis.ts";
import type { LineId } from "../../model/evidence-line.ts";
import type { LeadCheck, Story } from "../../model/story.ts";
import { formatNumber } from "../number-text.ts";
import { TROUBLES_OF_RUNS, troubledRun, troubleOf, wasAnswered } from "./matter.ts";
import { flipsOf } from "./opening.ts";
import { slowHourTexts } from "./reason.ts";
import type { Wording } from "./wording.ts";

const EVIDENCE_MAX = 5;
const THREAD_SENTENCES_MAX = 4;
const NOTES_MAX = 2;
/** Less is no news. */
const TIMES_USUAL_MIN = 3;
const EXCESS_MIN_MS = 20;

/** What stands elsewhere in every message: the run's own failure, the target's own words, times by phase. */
const TOLD_ELSEWHERE: ReadonlySet<LineId> = new Set([
  "failure-message",
  "unmet",
  "said",
  "answered-status",
  "no-reply",
  "phase-took",
  "phase-usual",
]);

/** Of a leak: its rise stands in the headline, its level beneath it. */
const TOLD_OF_LEAK: ReadonlySet<LineId> = new Set(["rising", "until-limit"]);

/** Of the best finding first; the other findings add what room is left. No cause stands without: what is told elsewhere is told again before that. */
export function evidenceOf({ diagnosis, threads = [], ...story }: Story, { causes, texts }: Wording): string[] {
  const seen = diagnosis.findings.flatMap(({ evidence }) => evidence);
  const run = troubledRun({ diagnosis, ...story });
  const isToldOfLeak = ({ line }: EvidenceLine) => story.trend?.kind === "leak" && TOLD_OF_LEAK.has(line);
  const isOnlyHere = (one: EvidenceLine) => !isToldOfLeak(one) && (run === undefined || !TOLD_ELSEWHERE.has(one.line));
  const hasMore = seen.some(isOnlyHere) || bodyOf({ diagnosis, ...story }) !== undefined;
  const lines = (hasMore ? seen.filter(isOnlyHere) : seen.slice(0, 1)).map((one) => causes.line(one));
  // The finding names the group that the dump's own sentences would name again.
  const dump = seen.some(({ line }) => line === "thread-group") ? [] : threads.slice(0, THREAD_SENTENCES_MAX);
  // Of an object in S3 the notes say what the findings say: how old it is, and that S3 works.
  const notes = isInEvidence({ diagnosis }, "object-age") ? [] : (run?.evidence.notes ?? []);
  const quotes = [...dump, ...notes.slice(0, NOTES_MAX)].filter((words) => !lines.includes(words)).map(texts.answers.proberSays);
  return [...new Set([...lines.slice(0, EVIDENCE_MAX), ...quotes])];
}

/** What the target itself said. */
export function bodyOf(story: Story): string | undefined {
  const body = troubledRun(story)?.evidence.body?.trim();
  return body === "" ? undefined : body;
}

export interface PhaseLine {
  /** `server 610 ms (48 ms)` */
  readonly time: string;
  /** `12 times usual` */
  readonly remark?: string;
}

/** Every phase and then the total. Empty for a run of which no phase is known. */
export function phasesOf(story: Story, { texts }: Wording): PhaseLine[] {
  const run = troubledRun(story);
  if (run === undefined || !TROUBLES_OF_RUNS.includes(troubleOf(story))) return [];
  if (run.phases.length === 0) return [];
  const usual = new Map(story.lead?.usual?.map(({ phase, ms }) => [phase, ms]));
  const times = [
    ...run.phases.map(({ phase, ms }) => ({ label: phase, ms, usualMs: usual.get(phase) })),
    { label: texts.answers.total, ms: run.totalMs, usualMs: story.lead?.usualTotalMs },
  ];
  return times.map((time) => phaseLine({ ...time, isMeasured: wasAnswered(run) }, texts));
}

interface PhaseTimes {
  readonly label: string;
  readonly ms: number;
  readonly usualMs: number | undefined;
  /** A run that broke off has no time of the target, only of its own deadline. */
  readonly isMeasured: boolean;
}

function phaseLine({ isMeasured, label, ms, usualMs }: PhaseTimes, { answers, measured }: Wording["texts"]): PhaseLine {
  if (usualMs === undefined) return { time: `${label} ${measured(ms)}` };
  const time = `${label} ${measured(ms)} (${measured(usualMs)})`;
  const isNews = isMeasured && usualMs > 0 && ms >= TIMES_USUAL_MIN * usualMs && ms - usualMs >= EXCESS_MIN_MS;
  return { time, ...(isNews && { remark: answers.timesUsual(formatNumber(Math.floor(ms / usualMs))) }) };
}

export function hasUsual({ lead }: Story): boolean {
  return (lead?.usual?.length ?? 0) > 0 || lead?.usualTotalMs !== undefined;
}

/** What went before it, and what comes again. */
export function patternOf(story: Story, wording: Wording): string[] {
  const { lead, trend } = story;
  const { answers } = wording.texts;
  return [
    ...(lead === undefined || !TROUBLES_OF_RUNS.includes(troubleOf(story)) ? [] : slowdownOf(lead, wording)),
    ...(trend?.kind === "slow-hour" && !isInEvidence(story, "slow-hour")
      ? [answers.slowHour({ ...slowHourTexts(trend), timesUsual: formatNumber(trend.timesUsual) })]
      : []),
    ...(story.flips === undefined || story.type === "flapping" ? [] : [flipsOf(story, wording)]),
  ];
}

function isInEvidence({ diagnosis }: Pick<Story, "diagnosis">, id: LineId): boolean {
  return diagnosis.findings.some(({ evidence }) => evidence.some(({ line }) => line === id));
}

/** Only a rise is a pattern: times that go up and down say nothing. */
function slowdownOf({ outcome, totalsBeforeMs = [] }: LeadCheck, { texts }: Wording): string[] {
  const totalsMs = [...totalsBeforeMs.slice(-5), ...(outcome !== undefined && wasAnswered(outcome) ? [outcome.totalMs] : [])];
  const [firstMs = 0] = totalsMs;
  const isRise = totalsMs.length > 2 && totalsMs.every((ms, index) => ms >= (totalsMs[index - 1] ?? 0));
  if (!isRise || (totalsMs.at(-1) ?? 0) < 2 * firstMs) return [];
  return [texts.answers.becameSlower(totalsMs.map(texts.measured).join(", "))];
}
