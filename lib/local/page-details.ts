/** All that the page tells of one check, read from the history when somebody looks. */
import { usualPhases } from "../core/investigation/usual.ts";
import { repeatCommand } from "../core/messages/repeat-command.ts";
import type { Config } from "../core/model/check.ts";
import type { Outcome } from "../core/model/outcome.ts";
import { buildHours } from "../core/render/hours.ts";
import type { CheckDetailView, CheckView, HourTable } from "../core/render/view.ts";
import { latencyBaseline } from "../core/trends/baseline.ts";
import type { Point } from "../core/trends/series.ts";
import { findSlowHours } from "../core/trends/time-of-day.ts";
import { expectationViews } from "./page-expectations.ts";
import { storyOfCheck } from "./page-story.ts";
import type { Store } from "./store.ts";

export interface DetailOptions {
  readonly config: Config;
  readonly store: Store;
  readonly nowEpochMs: number;
  /** Of all checks. */
  readonly views: readonly CheckView[];
  /** Start of an earlier run that is asked for; where it is not on record, the latest is shown. */
  readonly runAtEpochMs?: number;
}

const DAY_MS = 86_400_000;
const FAILURES_SHOWN = 12;
const ALARMS_SHOWN = 12;
const DUMPS_SHOWN = 3;
const OUTCOMES_READ = 1_500;

export function buildDetails(view: CheckView, options: DetailOptions): CheckDetailView {
  const { config, store } = options;
  const { id } = view.check;
  const failures = store.failures(id, FAILURES_SHOWN);
  const threads = store.threadEvidence(id, DUMPS_SHOWN);
  const history = readHistory(view, options);
  const run =
    [...failures, ...history.outcomes].find(({ startedAtEpochMs }) => startedAtEpochMs === options.runAtEpochMs) ?? view.latest;
  const usual = usualOf(history, { atEpochMs: run?.startedAtEpochMs ?? options.nowEpochMs, timezone: config.timezone });
  const slowHours = findSlowHours(history.latency, { timezone: config.timezone, of: "latency" });
  const story = storyOfCheck(view, { ...options, ...history, ...usual, slowHours, threads });
  return {
    ...{
      ...withoutStory(view),
      ...usual,
      slowHours,
      failures,
      hours: history.hours,
      alarms: store.transitions(id, ALARMS_SHOWN),
    },
    ...(story !== undefined && { story }),
    ...(run === undefined ? { expectations: [] } : ofRun(run, view)),
    threads: threads.flatMap(({ finding }) => ("sentences" in finding ? finding.sentences : [])),
  };
}

/** Of one run without any history. */
export function detailsOfRun(
  view: CheckView & { readonly latest: Outcome },
  { config, nowEpochMs }: Pick<DetailOptions, "config" | "nowEpochMs">,
): CheckDetailView {
  const slowHours = findSlowHours([], { timezone: config.timezone, of: "latency" });
  const known = { config, nowEpochMs, outcomes: [view.latest], latency: [], threads: [], usual: [], slowHours, views: [] };
  const story = storyOfCheck(view, known);
  return {
    ...{ ...view, usual: [], slowHours, failures: [], hours: { days: [] }, alarms: [], threads: [] },
    ...ofRun(view.latest, view),
    ...(story !== undefined && { story }),
  };
}

/** What was told of its incident is part of the present story, where there is one. */
function withoutStory({ story: _, ...view }: CheckView): CheckView {
  return view;
}

function ofRun(run: Outcome, { check }: CheckView): Pick<CheckDetailView, "run" | "expectations" | "repeat"> {
  const repeat = repeatCommand(check, run);
  return { run, expectations: expectationViews(check, run), ...(repeat !== undefined && { repeat }) };
}

interface History {
  /** Of the last day, newest first. */
  readonly outcomes: readonly Outcome[];
  readonly latency: readonly Point[];
  readonly hours: HourTable;
}

function readHistory({ check: { id } }: CheckView, { config, nowEpochMs, store }: DetailOptions): History {
  const readings = store.readings({ check: id, sinceEpochMs: nowEpochMs - 8 * DAY_MS });
  const due = store.outcomes({ check: id, sinceEpochMs: nowEpochMs - DAY_MS }, OUTCOMES_READ);
  return {
    outcomes: due.map(({ outcome }) => outcome),
    latency: readings.flatMap(({ dueEpochMs: atEpochMs, latencyMs: value }) =>
      value === undefined ? [] : [{ atEpochMs, value }],
    ),
    hours: buildHours(readings, config.timezone),
  };
}

/** At the hour of the run. */
function usualOf(
  { latency, outcomes }: History,
  moment: { readonly atEpochMs: number; readonly timezone: string },
): Pick<CheckDetailView, "usual" | "usualTotalMs"> {
  const good = outcomes.filter(({ status }) => status === "up");
  const usualTotalMs = latencyBaseline(latency, moment)?.medianMs;
  return { usual: usualPhases(good, moment), ...(usualTotalMs !== undefined && { usualTotalMs }) };
}
