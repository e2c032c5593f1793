/**
 * History -> verdicts. A day of readings is asked of every series; only where that day looks like a leak is the week asked too,
 * since every series that is read costs.
 */
import type { Check } from "../model/check.ts";
import type { Locations } from "../model/location.ts";
import type { HistoryAnswer, HistoryQuery, MetricHistory } from "../ports.ts";
import type { Point } from "../trends/series.ts";
import { dumpMoment } from "./dump-moment.ts";
import type { Analysis, LeakReport, Unread } from "./leak-report.ts";
import { gaugeQuery, type LeakSeries, leakSeries, startQueries, verdictQuery } from "./leak-series.ts";
import { isRising, judgeWindows, READING_MS, type WindowedVerdict } from "./leak-windows.ts";
import { restartsFromDrops, restartsFromStartTimes } from "./restarts.ts";
import { usualDays } from "./usual-days.ts";

const DAY_MS = 86_400_000;
/** Seven days back, each with the hours around this time of day. */
const WEEK_MS = 7.5 * DAY_MS;

export interface LeakAnalysisOptions {
  readonly deployment: string;
  readonly locations: Locations;
  readonly history: MetricHistory;
  readonly nowEpochMs: number;
}

/** One report for each check with `leak` whose history could be read. Never rejects. */
export async function analyseLeaks(checks: readonly Check[], options: LeakAnalysisOptions): Promise<Analysis<LeakReport>> {
  const nowEpochMs = Math.floor(options.nowEpochMs / READING_MS) * READING_MS;
  const days = await readAll(leakSeries(checks, options), (series) => dayQueries(series, nowEpochMs), options);
  const isToBeCompared = Map.groupBy(days.read, ({ series, answers }) => looksLikeLeak(series, answers, nowEpochMs));
  const rising = (isToBeCompared.get(true) ?? []).map(({ series }) => series);
  const weeks = await readAll(rising, (series) => weekQueries(series, nowEpochMs), options);
  const quiet = isToBeCompared.get(false) ?? [];
  return {
    reports: [
      ...quiet.map(({ series, answers }) => report(judgeDay(series, answers, nowEpochMs), nowEpochMs)),
      ...weeks.read.map(({ series, answers }) => report(judgeWeek(series, answers, nowEpochMs), nowEpochMs)),
    ],
    unread: [...days.unread, ...weeks.unread],
  };
}

interface Judged {
  readonly series: LeakSeries;
  readonly found: WindowedVerdict;
  readonly verdicts?: readonly Point[];
}

type Answers = readonly (readonly Point[])[];

function dayQueries(series: LeakSeries, nowEpochMs: number): HistoryQuery[] {
  const span = { fromEpochMs: nowEpochMs - DAY_MS, toEpochMs: nowEpochMs };
  return [gaugeQuery(series, span), ...startQueries(series, span)];
}

function weekQueries(series: LeakSeries, nowEpochMs: number): HistoryQuery[] {
  const span = { fromEpochMs: nowEpochMs - WEEK_MS, toEpochMs: nowEpochMs };
  return [gaugeQuery(series, span), verdictQuery(series, span), ...startQueries(series, span)];
}

/** As if no day came before. */
function looksLikeLeak(series: LeakSeries, [points = [], starts]: Answers, nowEpochMs: number): boolean {
  return isRising(points, { nowEpochMs, restartsAtEpochMs: restartsOf(points, starts), ...limitOf(series) });
}

function judgeDay(series: LeakSeries, [points = [], starts]: Answers, nowEpochMs: number): Judged {
  const restartsAtEpochMs = restartsOf(points, starts);
  return { series, found: judgeWindows(points, { nowEpochMs, restartsAtEpochMs, ...limitOf(series) }) };
}

function judgeWeek(series: LeakSeries, [points = [], verdicts = [], starts]: Answers, nowEpochMs: number): Judged {
  const restartsAtEpochMs = restartsOf(points, starts);
  const previousDays = usualDays({ points, verdicts, restartsAtEpochMs, nowEpochMs });
  const found = judgeWindows(points, { nowEpochMs, restartsAtEpochMs, previousDays, ...limitOf(series) });
  return { series, found, verdicts };
}

/** The process itself knows best when it began; without its word the gauge has to tell. */
function restartsOf(points: readonly Point[], starts: readonly Point[] | undefined): number[] {
  return starts === undefined || starts.length === 0 ? restartsFromDrops(points) : restartsFromStartTimes(starts);
}

function limitOf({ leak }: LeakSeries): { limit?: number } {
  return leak.limit === undefined ? {} : { limit: leak.limit };
}

function report({ series, found, verdicts = [] }: Judged, atEpochMs: number): LeakReport {
  const { check, location, leak } = series;
  const dump = found.verdict.verdict === "suspected" ? dumpMoment(verdicts, atEpochMs) : undefined;
  return { check, location, series: leak.series, atEpochMs, ...found, ...(dump !== undefined && { dump }) };
}

interface ReadSeries {
  readonly series: LeakSeries;
  readonly answers: Answers;
}

/** All queries of all series in one go, and the answers given back to those who asked. */
async function readAll(
  all: readonly LeakSeries[],
  queriesOf: (series: LeakSeries) => HistoryQuery[],
  { history }: { readonly history: MetricHistory },
): Promise<{ read: ReadSeries[]; unread: Unread[] }> {
  const asked = all.map((series) => ({ series, queries: queriesOf(series) }));
  const answers = await history.read(asked.flatMap(({ queries }) => queries));
  const read: ReadSeries[] = [];
  const unread: Unread[] = [];
  let at = 0;
  for (const { series, queries } of asked) {
    const own = answers.slice(at, at + queries.length);
    at += queries.length;
    const reason = own.find((answer) => "unavailable" in answer)?.unavailable;
    if (reason === undefined && own.length === queries.length) read.push({ series, answers: own.map(pointsOf) });
    else unread.push({ check: series.check.id, reason: reason ?? "no answer" });
  }
  return { read, unread };
}

function pointsOf(answer: HistoryAnswer): readonly Point[] {
  return "points" in answer ? answer.points : [];
}
