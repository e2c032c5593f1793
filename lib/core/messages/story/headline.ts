/** State, name and reason in one line: head of a terminal message, title in Slack. */
import type { Story } from "../../model/story.ts";
import { digestOf } from "./digest.ts";
import { lengthMs } from "./matter.ts";
import { fullNameOf } from "./name.ts";
import { flipsOf } from "./opening.ts";
import { reasonOf } from "./reason.ts";
import { stateOf } from "./state.ts";
import type { Wording } from "./wording.ts";

/** `DOWN acme-prod/checkout: server answers 503` */
export function headlineOf(story: Story, wording: Wording): string {
  const state = stateOf(story, wording);
  const { subject } = wording.texts;
  if (story.type === "digest") return `${state} ${digestOf(story, wording).summary}`;
  if (story.type === "drill" && story.about === undefined) return `${state} ${story.deployment}: ${subject.drill}`;
  const name = fullNameOf(story, wording);
  const reason = reasonOf(story, wording);
  if (story.type === "resolved") return `${state} ${name}: ${subject.back(wording.texts.span(lengthMs(story)), reason)}`;
  return `${state} ${name}: ${story.type === "flapping" ? `${flipsOf(story, wording)}, ${reason}` : reason}`;
}
