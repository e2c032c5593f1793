/** What exactly was asked, and what came instead of what was expected. */
import type { Outcome } from "../../model/outcome.ts";
import type { Story } from "../../model/story.ts";
import { formatNumber } from "../number-text.ts";
import { isStorm, troubledRun } from "./matter.ts";
import type { Wording } from "./wording.ts";

const BREACHES_MAX = 5;

export function whatOf(story: Story, wording: Wording): string[] {
  const run = troubledRun(story);
  return [
    ...(isStorm(story) ? [namesOfAll(story, wording)] : []),
    ...(run === undefined ? [] : linesOfRun(run, story, wording)),
    ...trendOf(story, wording),
    ...(run === undefined && story.alarmReason ? [wording.texts.engine(story.alarmReason)] : []),
  ];
}

function linesOfRun(run: Outcome, { lead }: Story, wording: Wording): string[] {
  const { answers, reasons } = wording.texts;
  const { breaches, evidence, failure } = run;
  return [
    ...(evidence.request === undefined ? [] : [answers.request(evidence.request, lead?.location ?? run.location)]),
    ...breaches.slice(0, BREACHES_MAX).map(({ actual, expected }) => reasons.breach(expected, actual)),
    // The prober's own words, with the numbers that a short reason leaves out; those of an unmet expectation stand above.
    ...(failure !== undefined && failure.code !== "expectation-unmet" ? [answers.proberSays(failure.message)] : []),
  ];
}

function trendOf({ trend }: Story, { texts }: Wording): string[] {
  if (trend?.kind === "leak") return [texts.answers.level(trend.series, formatNumber(trend.level))];
  return trend?.kind === "log" ? [texts.answers.pattern(trend.pattern, trend.group)] : [];
}

function namesOfAll({ memberCount, members }: Story, { texts }: Wording): string {
  const names = [...new Set(members.map(({ check }) => check))];
  const others = memberCount - names.length;
  return others > 0 ? texts.andMore(names.join(", "), formatNumber(others)) : texts.list(names);
}
