/** What is wrong in a few words, to stand behind a name: in subjects, SMS and first sentences. What was seen, never a guess at why. */
import { type FailedWay, failedWayOf, isSameWay } from "../../model/failed-way.ts";
import { isOwnFault } from "../../model/failure.ts";
import type { Breach, Outcome } from "../../model/outcome.ts";
import type { Story, Trend, Trouble } from "../../model/story.ts";
import { cutEnd } from "../cut.ts";
import { formatNumber } from "../number-text.ts";
import { formatFigures, formatHourOfDay } from "../quantities.ts";
import { isAlike, isBundle, isStorm, lengthMs, troubledRun, troubleOf } from "./matter.ts";
import type { Wording } from "./wording.ts";

const REASON_MAX = 110;
/** What is rarer is counted together. */
const WAYS_MAX = 3;

/** Without a full stop, at most 110 characters. */
export function reasonOf(story: Story, wording: Wording): string {
  const trouble = troubleOf(story);
  return cutEnd(REASONS[trouble](story, wording) ?? wording.texts.reasons.bare[trouble], REASON_MAX);
}

/** What the checks of a storm have in common. */
export function commonOf({ root }: Story, { texts }: Wording): string {
  return texts.reasons.common[root.kind](root.name);
}

/** Of the run that shows the trouble best; `undefined` where none is known. */
export function seenReasonOf(story: Story, wording: Wording): string | undefined {
  const run = troubledRun(story);
  return run && reasonOfRun(run, wording);
}

const REASONS: Readonly<Record<Trouble, (story: Story, wording: Wording) => string | undefined>> = {
  down: seenReasonOf,
  "partly-down": reasonOfPlaces,
  slow: reasonOfSlowness,
  certificate: reasonOfCertificate,
  leak: ({ trend }, wording) => (trend?.kind === "leak" ? reasonOfLeak(trend, wording) : undefined),
  "slow-hour": ({ trend }, { texts }) => (trend?.kind === "slow-hour" ? texts.reasons.slowHour(slowHourTexts(trend)) : undefined),
  log: ({ trend }, { texts }) =>
    trend?.kind === "log" ? texts.reasons.log(formatNumber(trend.matches), texts.span(trend.overMs)) : undefined,
  "no-data": (story, { texts }) => texts.reasons.silent(texts.span(lengthMs(story))),
  prober: reasonOfOurs,
  storm: (story, wording) => (isStorm(story) ? reasonOfStorm(story, wording) : seenReasonOf(story, wording)),
};

function reasonOfRun(outcome: Outcome, { texts }: Wording): string | undefined {
  const { breaches, failure } = outcome;
  const [breach] = breaches;
  if (failure !== undefined && (failure.code !== "expectation-unmet" || breach === undefined)) return failureText(outcome, texts);
  return breach && breachText(breach, outcome, texts);
}

/** What people know by heart is said in their words: a status, an answer of DNS, an age. */
function breachText({ actual, expected }: Breach, { facts, kind }: Outcome, { engine, reasons, span }: Wording["texts"]): string {
  const { ageMs, status } = facts;
  if (expected.startsWith("status ") && typeof status === "number") return reasons.status(String(status));
  if (expected.startsWith("ageMs ") && typeof ageMs === "number" && kind === "s3") return reasons.objectAge(span(ageMs));
  if (expected.startsWith("rcode ")) return reasons.rcode(engine(actual).replaceAll('"', ""));
  return reasons.breach(expected, actual);
}

function failureText({ failure, phases, totalMs }: Outcome, { failures, measured }: Wording["texts"]): string | undefined {
  if (failure === undefined) return undefined;
  const text = failures[failure.code];
  if (typeof text !== "function") return text;
  const connected = phases.find(({ phase }) => phase === "connect");
  return text({
    waited: measured(phases.findLast(({ phase }) => phase === failure.phase)?.ms ?? totalMs),
    ...(connected && { connected: measured(connected.ms) }),
  });
}

/** Of a run that failed by our own fault. */
function reasonOfOurs(story: Story, wording: Wording): string | undefined {
  const code = troubledRun(story)?.failure?.code;
  return code !== undefined && isOwnFault(code) ? seenReasonOf(story, wording) : undefined;
}

function reasonOfPlaces({ lead }: Story, { texts }: Wording): string | undefined {
  const { failing = [], fine = [] } = lead?.seen ?? {};
  if (failing.length === 0) return undefined;
  const [places, all] = [formatNumber(failing.length), formatNumber(failing.length + fine.length)];
  return texts.reasons.places({ failing: texts.list(failing), places, all });
}

function reasonOfSlowness(story: Story, wording: Wording): string | undefined {
  const { measured, reasons } = wording.texts;
  const run = troubledRun(story);
  const [breach] = run?.breaches ?? [];
  if (run === undefined) return undefined;
  if (breach !== undefined && !breach.expected.startsWith("total ")) return reasons.breach(breach.expected, breach.actual);
  const usualMs = story.lead?.usualTotalMs;
  return reasons.slow(measured(run.totalMs), usualMs === undefined ? undefined : measured(usualMs));
}

function reasonOfCertificate(story: Story, { day, texts }: Wording): string | undefined {
  const run = troubledRun(story);
  const certificate = run?.evidence.certificate;
  const daysLeft = certificate?.daysLeft ?? run?.facts["certificate.daysLeft"];
  if (typeof daysLeft !== "number" || !Number.isFinite(daysLeft)) return undefined;
  const validToEpochMs = Date.parse(certificate?.validTo ?? "");
  return texts.reasons.daysLeft(Math.floor(daysLeft), Number.isNaN(validToEpochMs) ? undefined : day(validToEpochMs));
}

function reasonOfLeak({ limit, risePerHour, series, untilLimit }: Trend & { kind: "leak" }, { texts }: Wording): string {
  const rising = texts.reasons.leak({ series, rise: formatFigures(risePerHour) });
  if (limit === undefined) return rising;
  const soonToLate = untilLimit && texts.spans(untilLimit.soonestMs, untilLimit.latestMs);
  return `${rising}, ${texts.reasons.limit({ limit: formatNumber(limit), soonToLate })}`;
}

function reasonOfStorm(story: Story, wording: Wording): string {
  const seen = seenReasonOf(story, wording);
  if (isBundle(story)) {
    const example = `${story.lead?.id ?? story.root.name}${seen === undefined ? "" : ` (${seen})`}`;
    return wording.texts.reasons.several(formatNumber(story.folded ?? 0), example);
  }
  const common = commonOf(story, wording);
  const ways = waysOf(story, wording);
  return ways === undefined ? common : wording.texts.reasons.commonAndSeen(common, ways);
}

/** In which way all fail, else how many in which; `undefined` where too little is known. */
function waysOf(story: Story, wording: Wording): string | undefined {
  const { ways = [] } = story;
  const { others, way } = wording.texts.reasons;
  const [first, second] = ways;
  if (first !== undefined && isAlike(story)) return alikeText(first, story, wording);
  if (second === undefined) return undefined;
  const rest = ways.slice(WAYS_MAX).reduce((sum, { count }) => sum + count, 0);
  const told = ways.slice(0, WAYS_MAX).map((one) => way(wayText(one, wording.texts), formatNumber(one.count)));
  return [...told, ...(rest === 0 ? [] : [way(others, formatNumber(rest))])].join(", ");
}

/** As the lead shows it, which has its times at hand. */
function alikeText(way: FailedWay, story: Story, wording: Wording): string {
  const run = troubledRun(story);
  const own = run && failedWayOf(run);
  return (own && isSameWay(own, way) && seenReasonOf(story, wording)) || wayText(way, wording.texts);
}

/** Without numbers that each has its own. */
function wayText({ code, status }: FailedWay, { failures, reasons }: Wording["texts"]): string {
  if (status !== undefined) return reasons.status(String(status));
  if (code === "expectation-unmet") return reasons.unexpected;
  const text = failures[code];
  return typeof text === "function" ? reasons.timedOut : text;
}

/** Of the pattern section too. */
export function slowHourTexts({ daysHit, daysLooked, hour }: Trend & { kind: "slow-hour" }) {
  return {
    hour: formatHourOfDay(hour),
    daysHit: formatNumber(daysHit),
    daysLooked: formatNumber(daysLooked),
  };
}
