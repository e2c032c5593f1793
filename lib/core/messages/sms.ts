/** An SMS that is always one part: what must be said first, then whatever else fits, the most telling first. */
import type { CauseId } from "../model/cause.ts";
import type { Language } from "../model/check.ts";
import type { Story } from "../model/story.ts";
import { codeUnits, cutEnd, cutMiddle, type Weigh, weightOf } from "./cut.ts";
import { toGsm7, weighSeptets } from "./gsm7.ts";
import { formatSpan } from "./local-time.ts";
import { formatHour, formatShortDay, formatTime, isSameDay } from "./moment.ts";
import { formatNumber } from "./number-text.ts";
import { safeStory } from "./safe-story.ts";
import { digestOf } from "./story/digest.ts";
import { othersCount } from "./story/how-wide.ts";
import { isAlike, isBundle, isStorm, lengthMs, TROUBLES_OF_RUNS, troubledRun, troubleOf } from "./story/matter.ts";
import { nameOf, shortNameOf } from "./story/name.ts";
import { flipsOf, layersFine } from "./story/opening.ts";
import { reasonOf } from "./story/reason.ts";
import { stateOf } from "./story/state.ts";
import { causesOf, withoutFullStop } from "./story/why.ts";
import { type Wording, wordingOf } from "./story/wording.ts";

export interface Sms {
  readonly text: string;
  readonly alphabet: "GSM-7" | "UCS-2";
  /** Septets, or 16-bit units. */
  readonly units: number;
  readonly unitsMax: number;
}

interface Alphabet {
  readonly name: Sms["alphabet"];
  /** Below the 160 and 70 of a part: carriers add a sender's mark, Korean ones 15 letters of it. */
  readonly unitsMax: number;
  readonly weigh: Weigh;
  readonly write: (text: string) => string;
}

const ALPHABETS = {
  en: { name: "GSM-7", unitsMax: 140, weigh: weighSeptets, write: toGsm7 },
  ko: { name: "UCS-2", unitsMax: 55, weigh: codeUnits, write: (text: string) => text },
} as const satisfies Record<Language, Alphabet>;
const NAME_MIN = 12;
/** Causes that say no more than the reason before them. */
const RESTATING: ReadonlySet<string> = new Set([
  "server-error",
  "client-error",
  "prober-silent",
  "flapping",
  "certificate-expired",
  "certificate-expiring",
  "certificate-not-yet-valid",
  "certificate-name-mismatch",
  "tls-not-spoken",
  "metrics-stale",
] satisfies CauseId[]);

/** At most 140 septets in English, 55 units in Korean: one part. */
export function renderSms(story: Story, language: Language): Sms {
  const safe = safeStory(story);
  const wording = wordingOf(safe, language);
  const alphabet = ALPHABETS[language];
  const { name, unitsMax, weigh, write } = alphabet;
  const end = write(wording.texts.sms.end(safe.incident));
  const room = { ...alphabet, unitsMax: unitsMax - weightOf(end, weigh) };
  const text = fill(essentials(safe, wording, room), extras(safe, wording).map(write), room) + end;
  return { text, alphabet: name, units: weightOf(text, weigh), unitsMax };
}

/** What is said whatever comes: the longest form that fits, else the shortest with name and reason cut. */
function essentials(story: Story, wording: Wording, { unitsMax, weigh, write }: Alphabet): string {
  const { sms } = wording.texts;
  const tell = story.type === "resolved" ? sms.toldOver : sms.told;
  const state = stateOf(story, wording);
  const reason = write(reasonOfSms(story, wording));
  const forms = formsOf(story, wording).map(({ name, when }) => ({ state, when, name: write(name), reason }));
  const fitting = forms.find((form) => weightOf(write(tell(form)), weigh) <= unitsMax);
  const [shortest = { state, name: "", when: "", reason }] = forms.slice(-1);
  if (fitting !== undefined) return write(tell(fitting));
  const room = unitsMax + 2 - weightOf(write(tell({ ...shortest, name: "x", reason: "x" })), weigh);
  const name = cutMiddle(shortest.name, Math.max(NAME_MIN, room - weightOf(reason, weigh)), weigh);
  return write(tell({ ...shortest, name, reason: cutEnd(reason, room - weightOf(name, weigh), weigh) }));
}

/** From the longest to the shortest: the name may go without its group, the moment without how long ago it was. */
function formsOf(story: Story, wording: Wording): { readonly name: string; readonly when: string }[] {
  const [long = "", short = long] = momentsOf(story, wording);
  const name = isAboutNothing(story) ? story.deployment : nameOf(story, wording);
  const shortName = isAboutNothing(story) ? name : shortNameOf(story, wording);
  return [
    { name, when: long },
    { name: shortName, when: long },
    { name, when: short },
    { name: shortName, when: short },
  ];
}

/** With the length of the trouble, and without. Of a trend, a date or silence it says nothing. */
function momentsOf(story: Story, { language, texts }: Wording): string[] {
  const { timezone, toldAtEpochMs, type } = story;
  const atEpochMs = momentTold(story);
  const day = isSameDay(atEpochMs, toldAtEpochMs, timezone) ? "" : `${formatShortDay(atEpochMs, { timezone, language })} `;
  const time = `${day}${language === "ko" ? formatHour(atEpochMs, timezone) : formatTime(atEpochMs, timezone)}`;
  if (isAboutNothing(story) || !hasLength(story)) return [time];
  const span = formatSpan(lengthMs(story), texts.sms.units);
  return [type === "resolved" ? texts.sms.back(time, span) : texts.sms.since(time, span), time];
}

function hasLength(story: Story): boolean {
  const trouble = troubleOf(story);
  return story.type === "resolved" || trouble === "prober" || TROUBLES_OF_RUNS.includes(trouble);
}

/** When it began, or came back. */
function momentTold(story: Story): number {
  const { sinceEpochMs, toldAtEpochMs, type, untilEpochMs } = story;
  if (isAboutNothing(story)) return toldAtEpochMs;
  return type === "resolved" ? (untilEpochMs ?? toldAtEpochMs) : sinceEpochMs;
}

function reasonOfSms(story: Story, wording: Wording): string {
  const { sms, subject } = wording.texts;
  if (story.type === "digest") {
    const { open, over } = digestOf(story, wording);
    return subject.digest(formatNumber(open.length), formatNumber(over.length));
  }
  if (isAboutNothing(story)) return sms.drill(undefined);
  const reason = reasonOf(story, wording);
  if (story.type === "drill") return sms.drill(reason);
  return story.type === "flapping" ? `${flipsOf(story, wording)}, ${reason}` : reason;
}

/** Most telling first. */
function extras(story: Story, wording: Wording): string[] {
  const { answers } = wording.texts;
  const [cause] = causesOf(story, wording);
  const isNews = cause !== undefined && !RESTATING.has(story.diagnosis.findings[0]?.cause ?? "");
  const causes =
    isNews && (isAlike(story) || isOfMany(story)) ? [answers.held(cause.confidence, withoutFullStop(cause.says))] : [];
  if (isAboutNothing(story) || story.type === "drill") return [];
  return story.type === "resolved" ? causes : [...whetherUp(story, wording), ...causes, ...howWide(story, wording)];
}

/** Causes of one check alone say nothing of the others. */
function isOfMany(story: Story): boolean {
  const [finding] = story.diagnosis.findings;
  return !isBundle(story) && finding !== undefined && (finding.layer !== "target" || finding.cause === "host-fault");
}

function whetherUp(story: Story, { texts }: Wording): string[] {
  const trouble = troubleOf(story);
  return trouble === "no-data" || (trouble === "prober" && story.lead !== undefined) ? [texts.sms.notKnown] : [];
}

function howWide(story: Story, { texts: { sms } }: Wording): string[] {
  if (!isAlike(story)) return [];
  const layers = layersFine(troubledRun(story));
  const { failedRuns, runs } = story.lead ?? {};
  const hasRuns = failedRuns !== undefined && runs !== undefined && TROUBLES_OF_RUNS.includes(troubleOf(story));
  const others = isStorm(story) ? 0 : othersCount(story);
  return [
    ...(layers.length === 0 ? [] : [sms.layersFine(layers)]),
    ...(hasRuns ? [sms.tries(formatNumber(failedRuns), formatNumber(runs))] : []),
    ...(others > 0 ? [sms.related(formatNumber(others))] : []),
  ];
}

/** Each extra that still fits behind those before it. */
function fill(told: string, candidates: readonly string[], { unitsMax, weigh }: Alphabet): string {
  return candidates.reduce((all, extra) => {
    const longer = `${all}. ${extra}`;
    return weightOf(longer, weigh) <= unitsMax ? longer : all;
  }, told);
}

/** About no check: a digest, a test message. */
function isAboutNothing({ about, type }: Story): boolean {
  return type === "digest" || (type === "drill" && about === undefined);
}
