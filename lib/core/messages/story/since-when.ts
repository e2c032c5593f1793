/** Since when, for how long, and in how many runs. */
import type { Story } from "../../model/story.ts";
import { formatNumber } from "../number-text.ts";
import { lengthMs, TROUBLES_OF_RUNS, troubleOf } from "./matter.ts";
import type { Wording } from "./wording.ts";

export function sinceOf(story: Story, { momentAndUtc, texts }: Wording): string {
  return texts.answers.since({
    moment: momentAndUtc(story.sinceEpochMs),
    span: texts.span(lengthMs(story)),
    runs: runsOf(story, texts.answers),
  });
}

function runsOf(story: Story, { runsFailed, runsSlow }: Wording["texts"]["answers"]): string | undefined {
  const { failedRuns, runs } = story.lead ?? {};
  const trouble = troubleOf(story);
  if (failedRuns === undefined || runs === undefined || !TROUBLES_OF_RUNS.includes(trouble)) return undefined;
  return (trouble === "slow" ? runsSlow : runsFailed)(formatNumber(failedRuns), formatNumber(runs));
}
