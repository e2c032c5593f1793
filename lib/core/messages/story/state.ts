/** The word with which a message begins. */
import type { Story } from "../../model/story.ts";
import { troubleOf } from "./matter.ts";
import type { Wording } from "./wording.ts";

/** `DOWN`, `STILL DOWN`, `DRILL: DOWN`, `OK` */
export function stateOf(story: Story, { texts }: Wording): string {
  const { drillOf, states, still } = texts;
  const trouble = states[troubleOf(story)];
  if (story.type === "reminder") return still(trouble);
  return story.type === "drill" && story.about !== undefined ? drillOf(trouble) : states[story.type];
}
