/** What to do next, and where to read on. */
import type { Outcome } from "../../model/outcome.ts";
import type { Root } from "../../model/root.ts";
import type { Story, StoryLinks } from "../../model/story.ts";
import { isBundle, isStorm, TROUBLES_OF_RUNS, troubledRun, troubleOf, wasAnswered } from "./matter.ts";
import type { Wording } from "./wording.ts";

const STEPS_MAX = 4;
const LINK_MAX = 500;
/** A command that was cut would do something else. */
const COMMAND_MAX = 290;

/** Of the best finding, else of the phase in which the run broke off. */
export function nextStepsOf(story: Story, wording: Wording): string[] {
  const { causes, texts } = wording;
  const [finding] = story.diagnosis.findings;
  const steps = finding === undefined ? [] : causes.cause(finding).next;
  const repeat = story.lead?.repeat;
  return [
    ...(steps.length > 0 ? steps : [firstLook(story, wording)]).slice(0, STEPS_MAX - 1),
    ...(repeat !== undefined && repeat.length < COMMAND_MAX ? [texts.answers.repeat(repeat)] : []),
  ];
}

function firstLook(story: Story, { texts }: Wording): string {
  const trouble = troubleOf(story);
  const isOfOneRun = trouble === "down" || trouble === "partly-down" || trouble === "slow";
  if (!isOfOneRun && (trouble !== "storm" || (isStorm(story) && !isBundle(story)))) return texts.firstLookAt[trouble];
  const run = troubledRun(story);
  return texts.firstLook[firstLookPhase(run)] ?? texts.firstLook.unknown;
}

/** A target that answered wrongly is told apart from one that could not be reached. */
function firstLookPhase(run: Outcome | undefined): string {
  if (run === undefined) return "unknown";
  return wasAnswered(run) ? "server" : (run.failure?.phase ?? "unknown");
}

export interface Link {
  readonly label: string;
  readonly url: string;
}

/** Addresses of pages only, whole or not at all: one that was cut leads nowhere. */
export function linksOf({ links }: Story, { texts }: Wording): Link[] {
  const places: readonly (keyof StoryLinks)[] = ["page", "dashboard", "runbook"];
  return places.flatMap((place) => {
    const url = links[place];
    const isUsable = url !== undefined && url.length < LINK_MAX && /^https?:\/\/[^\s<>|"]+$/.test(url);
    return isUsable ? [{ label: texts.links[place], url }] : [];
  });
}

/** Of what there is a mute. */
const MUTABLE: readonly Root["kind"][] = ["check", "host"];
/** Nothing else stands in a command that people copy, nor is one broken at the end of a line. */
const PLAIN_WORD = /^[\w./-]{1,40}$/;

/** Commands for who cares for it already. One message for several has none: it would be quiet about the first alone. */
export function quietOf(story: Story, { texts }: Wording): string[] {
  const { incident, root, type } = story;
  if (type === "drill" || isBundle(story) || !PLAIN_WORD.test(incident)) return [];
  const canMute = MUTABLE.includes(root.kind) && PLAIN_WORD.test(root.name);
  return [texts.answers.acknowledge(incident), ...(canMute ? [texts.answers.mute(root.name)] : [])];
}

/** Which rule told people, and where it is written. */
export function whyYouOf(story: Story, { texts }: Wording): string | undefined {
  const { lead } = story;
  if (lead?.alarm === undefined || !TROUBLES_OF_RUNS.includes(troubleOf(story))) return undefined;
  const { badDatapoints, ofDatapoints } = lead.alarm;
  return texts.answers.whyYou({ bad: String(badDatapoints), last: String(ofDatapoints), source: lead.source });
}
