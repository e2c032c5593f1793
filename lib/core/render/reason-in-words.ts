/** Why a check is as it is, in a few words: those of every message. */
import { seenReasonOf } from "../messages/story/reason.ts";
import { wordingOf } from "../messages/story/wording.ts";
import type { Outcome } from "../model/outcome.ts";
import type { Story } from "../model/story.ts";
import { pageTexts } from "./page-texts.ts";
import type { CheckView, DrawContext } from "./view.ts";

type Seen = Pick<CheckView, "check" | "state" | "latest" | "sinceEpochMs">;

/** Without a full stop; empty when all is well, or nothing was run yet. */
export function reasonInWords({ latest, ...view }: Seen, context: DrawContext): string {
  if (latest === undefined || view.state === "up") return "";
  const isStale = view.state === "none" && latest.status !== "unknown";
  return isStale ? pageTexts(context.language).board.stale : reasonOfRun(latest, { ...view, ...context });
}

/** Of any run of a check, also of an earlier one. */
export function reasonOfRun(run: Outcome, options: Pick<Seen, "check"> & DrawContext): string {
  const story = plainStory(run, options);
  return seenReasonOf(story, wordingOf(story, options.language)) ?? run.failure?.message ?? "";
}

/** As much of a story as its reason needs: nobody has looked for a cause. */
function plainStory(run: Outcome, { check, deployment, timezone }: Pick<Seen, "check"> & DrawContext): Story {
  const { id, title } = check;
  return {
    ...{ type: "down", deployment, incident: "", sequence: 0, severity: "critical", timezone },
    ...{ toldAtEpochMs: run.startedAtEpochMs, sinceEpochMs: run.startedAtEpochMs, root: { kind: "check", name: id } },
    lead: { id, title, location: run.location, outcome: run },
    diagnosis: { findings: [], ruledOut: [], rejected: [] },
    ...{ members: [], memberCount: 1, fine: [], fineCount: 0, links: {} },
  };
}
