/** The first sentences: they must do for somebody who reads no further. */
import type { Outcome } from "../../model/outcome.ts";
import type { Story } from "../../model/story.ts";
import { formatNumber } from "../number-text.ts";
import { isAlike, isBundle, isOurs, isStorm, lengthMs, troubledRun, troubleOf } from "./matter.ts";
import { fullNameOf } from "./name.ts";
import { commonOf, reasonOf, seenReasonOf } from "./reason.ts";
import type { Wording } from "./wording.ts";

/** Of the ways to a server, as people call them; what comes after them is the server's own. */
const LAYERS: Readonly<Record<string, string>> = { dns: "DNS", connect: "TCP", tls: "TLS" };

export function openingOf(story: Story, wording: Wording): string[] {
  const { openings } = wording.texts;
  if (story.type === "drill" && story.about === undefined) return [openings.drill];
  const layers = isAlike(story) ? layersFine(troubledRun(story)) : [];
  return [
    ...(story.type === "drill" ? [openings.drill] : []),
    firstSentence(story, wording),
    ...(story.type === "flapping" ? [openings.quietUntilSteady] : []),
    [...(layers.length > 0 ? [openings.layersFine(layers)] : []), openings.incident(story.incident)].join(" "),
  ];
}

function firstSentence(story: Story, wording: Wording): string {
  const { openings, span, states } = wording.texts;
  const name = fullNameOf(story, wording);
  const reason = reasonOf(story, wording);
  const trouble = troubleOf(story);
  if (story.type === "reminder") return openings.reminder({ name, state: states[trouble], span: span(lengthMs(story)), reason });
  if (story.type === "flapping")
    return openings.flapping({ name, state: states[trouble], flips: flipsOf(story, wording), reason });
  if (story.lead === undefined && isOurs(trouble)) return openings.ours[trouble](name, reason);
  const seen = seenReasonOf(story, wording);
  const isExample = isStorm(story) && !isBundle(story) && (isAlike(story) || story.ways === undefined);
  if (!isExample || seen === undefined || story.lead === undefined) return openings.trouble[trouble](name, reason);
  return openings.storm({ name, common: commonOf(story, wording), example: `${story.lead.id}: ${seen}` });
}

/** `5 changes in 30 min`; empty where nobody counted. */
export function flipsOf({ flips }: Story, { texts }: Wording): string {
  return flips === undefined ? texts.states.flapping : texts.reasons.flips(formatNumber(flips.count), texts.span(flips.overMs));
}

/** `DNS`, `TCP`, `TLS`: those which this run got past. */
export function layersFine(run: Outcome | undefined): string[] {
  if (run?.failure === undefined) return [];
  const failedPhase = run.failure.phase;
  return run.phases.flatMap(({ phase }) => (phase !== failedPhase && LAYERS[phase] !== undefined ? [LAYERS[phase]] : []));
}
