/** When it happens: at one hour of the day, on the minute, now and then. */
import type { Outcome } from "../model/outcome.ts";
import { localHoursIn } from "../trends/local-hour.ts";
import type { CaseFile } from "./case-file.ts";
import { type Examination, fits, known, line, type Rule, refutedBy } from "./rule.ts";
import { badRunsOf, runsOf } from "./runs.ts";

const MINUTE_MS = 60_000;
const HALF_HOUR_MS = 30 * MINUTE_MS;
/** A cron job that starts on the mark hurts in the first minute or the second. */
const MARK_WIDTH_MS = 2 * MINUTE_MS;
const ONSETS_MIN = 3;
const CHANGES_MIN = 4;
const CHANGES_TELLING = 2;

export const timingRules: readonly Rule[] = [
  { row: 52, cause: "busy-hour", layer: "target", atMost: "likely", examine: isBusyHour },
  { row: 55, cause: "flapping", layer: "target", atMost: "possible", examine: isFlapping },
  { row: 53, cause: "minute-marks", layer: "target", atMost: "possible", examine: isAtMinuteMarks },
];

/** The trouble lies in an hour that is slow day after day. Without trouble, the hour itself is what is told. */
function isBusyHour(file: CaseFile): Examination {
  const verdict = file.check.slowHours;
  if (verdict === undefined || verdict.verdict === "not-enough-data") return undefined;
  if (verdict.verdict === "no-pattern") return refutedBy("no-slow-hour", { days: verdict.days });
  const trouble = badRunsOf(file);
  const localHour = localHoursIn(file.timezone);
  const hours =
    trouble === undefined ? undefined : [trouble.sinceEpochMs, trouble.latest.startedAtEpochMs].map((at) => localHour(at).hour);
  const found = verdict.hours.find(({ hour }) => hours === undefined || hours.includes(hour));
  const [first] = verdict.hours;
  if (found === undefined) {
    return first === undefined ? undefined : refutedBy("slow-hour-other", { hour: first.hour, hourNow: hours?.[0] ?? 0 });
  }
  const { hour, daysHit, daysLooked, timesUsual } = found;
  return fits("busy-hour", {
    confidence: "likely",
    with: { hour },
    evidence: [line("slow-hour", { hour, daysHit, daysLooked, timesUsual })],
  });
}

/** Good and bad by turns; if one address has all the bad runs, it is that one. */
function isFlapping(file: CaseFile): Examination {
  const runs = runsOf(file);
  const newestAtEpochMs = runs[0]?.startedAtEpochMs ?? 0;
  const recent = runs.filter(({ startedAtEpochMs }) => startedAtEpochMs > newestAtEpochMs - HALF_HOUR_MS);
  const changes = recent.filter((run, at) => at > 0 && isBad(run) !== isBad(recent[at - 1])).length;
  if (changes < CHANGES_TELLING) return undefined;
  const seen = line("changes-within", { changes, withinMs: HALF_HOUR_MS });
  if (changes < CHANGES_MIN) return { refutedBy: seen };
  const bad = recent.filter(isBad);
  const good = new Set(recent.filter((run) => !isBad(run)).map(({ evidence }) => evidence.address));
  const addresses = new Set(bad.map(({ evidence }) => evidence.address));
  const [address] = addresses;
  const isOneReplica = address !== undefined && addresses.size === 1 && !good.has(address);
  const replica = isOneReplica ? line("address-of-failures", { address, runs: bad.length }) : undefined;
  return fits("flapping", { confidence: "possible", with: {}, evidence: [seen, ...known(replica)] });
}

function isBad(run: Outcome | undefined): boolean {
  return run !== undefined && run.status !== "up";
}

/** Every time it began, it began on the hour or the half hour. */
function isAtMinuteMarks(file: CaseFile): Examination {
  const runs = runsOf(file);
  const onsets = runs.filter((run, at) => isBad(run) && runs[at + 1]?.status === "up");
  if (onsets.length < ONSETS_MIN) return undefined;
  const atMarks = onsets.filter(({ startedAtEpochMs }) => startedAtEpochMs % HALF_HOUR_MS < MARK_WIDTH_MS).length;
  const seen = line("minute-marks", { onsets: onsets.length, atMarks });
  const everyMs = file.check.everyMs ?? MINUTE_MS;
  // What runs only on the mark can fail only on the mark.
  if (atMarks < onsets.length || everyMs >= HALF_HOUR_MS / 2) return { refutedBy: seen };
  return fits("minute-marks", { confidence: "possible", with: {}, evidence: [seen] });
}
