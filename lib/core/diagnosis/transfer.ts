/** Answers that come late, slowly, or not to their end. */
import { localHoursIn } from "../trends/local-hour.ts";
import { mannKendall } from "../trends/mann-kendall.ts";
import { median } from "../trends/quantiles.ts";
import { isUsable, type Point, valuesOf } from "../trends/series.ts";
import type { CaseFile } from "./case-file.ts";
import { type Examination, fits, known, line, type Rule, refutedBy } from "./rule.ts";
import {
  badRunsOf,
  badRunsWith,
  failureMessage,
  hasCode,
  lastGood,
  numberFact,
  phaseLine,
  phaseMs,
  repetition,
  usualMs,
} from "./runs.ts";

const DAYS_MIN = 5;
const P_BELOW = 0.05;
const GROWTH_MIN = 1.3;
/** Of its usual time: what stays below is normal. */
const NORMAL_TIMES = 2;
const SLOW_TIMES = 3;
/** Of the whole delay: what is less does not explain it. */
const NEGLIGIBLE_SHARE = 0.1;
const TRANSFER_SLOW_MS = 500;
const LARGE_BYTES = 65_536;

export const transferRules: readonly Rule[] = [
  { row: 18, cause: "body-cut-short", layer: "target", atMost: "likely", examine: isBodyCutShort },
  { row: 17, cause: "slow-transfer", layer: "target", atMost: "likely", examine: isTransferSlow },
  { row: 16, cause: "slower-by-the-day", layer: "target", atMost: "possible", examine: isSlowerByTheDay },
];

function isBodyCutShort(file: CaseFile): Examination {
  const trouble = badRunsWith(file, "body-incomplete", "body-reset");
  if (trouble === undefined) return undefined;
  return fits("body-cut-short", { confidence: "likely", with: {}, evidence: [failureMessage(trouble), ...repetition(trouble)] });
}

/** The first byte came as soon as ever; a large body then took its time. */
function isTransferSlow(file: CaseFile): Examination {
  const trouble = badRunsOf(file);
  const transferMs = trouble === undefined ? undefined : phaseMs(trouble.latest, "transfer");
  const serverMs = trouble === undefined ? undefined : phaseMs(trouble.latest, "server");
  const usualServerMs = usualMs(file, "server");
  if (trouble === undefined || transferMs === undefined || serverMs === undefined || usualServerMs === undefined)
    return undefined;
  const isCutOff = hasCode(trouble.latest, ["body-timed-out"]);
  const usualTransferMs = usualMs(file, "transfer") ?? 0;
  if (!isCutOff && transferMs < Math.max(TRANSFER_SLOW_MS, SLOW_TIMES * usualTransferMs)) return undefined;
  if (serverMs > Math.max(NORMAL_TIMES * usualServerMs, NEGLIGIBLE_SHARE * transferMs))
    return refutedBy("phase-usual", { phase: "server", ms: serverMs, usualMs: usualServerMs });
  const bytes = numberFact(trouble.latest, "bodyBytes");
  if (bytes !== undefined && bytes < LARGE_BYTES) return refutedBy("size", { bytes });
  const before = numberFact(lastGood(trouble), "bodyBytes");
  const size = bytes === undefined ? undefined : line("size", { bytes, ...(before !== undefined && { before }) });
  const took = line("phase-usual", { phase: "transfer", ms: transferMs, usualMs: usualTransferMs });
  const evidence = [took, ...known(size, phaseLine(file, trouble.latest, "server"))] as const;
  return fits("slow-transfer", { confidence: size === undefined ? "possible" : "likely", with: {}, evidence });
}

/** The answer takes longer from day to day, while connecting takes as long as ever. */
function isSlowerByTheDay(file: CaseFile): Examination {
  const trouble = badRunsOf(file);
  const days = dailyMedians(file);
  const [first, last] = [days[0]?.value, days.at(-1)?.value];
  if (trouble === undefined || first === undefined || last === undefined || days.length < DAYS_MIN) return undefined;
  const seen = line("days-slower", { days: days.length, fromMs: first, toMs: last });
  if (mannKendall(days).p >= P_BELOW || last < GROWTH_MIN * first) return { refutedBy: seen };
  const [connectMs, usualConnectMs] = [phaseMs(trouble.latest, "connect"), usualMs(file, "connect")];
  if (connectMs === undefined || usualConnectMs === undefined) return undefined;
  const connect = line("phase-usual", { phase: "connect", ms: connectMs, usualMs: usualConnectMs });
  if (connectMs > Math.max(NORMAL_TIMES * usualConnectMs, NEGLIGIBLE_SHARE * last)) return { refutedBy: connect };
  return fits("slower-by-the-day", { confidence: "possible", with: {}, evidence: [seen, connect] });
}

/** One point a local day, in order. */
function dailyMedians({ check, timezone }: CaseFile): Point[] {
  const localHour = localHoursIn(timezone);
  const byDay = Map.groupBy((check.latency ?? []).filter(isUsable), ({ atEpochMs }) => localHour(atEpochMs).day);
  return [...byDay.values()]
    .map((ofDay) => ({ atEpochMs: ofDay[0]?.atEpochMs ?? 0, value: median(valuesOf(ofDay)) ?? 0 }))
    .toSorted((a, b) => a.atEpochMs - b.atEpochMs);
}
