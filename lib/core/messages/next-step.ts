/** Where to look first, by the phase in which a run broke off. */
import type { Outcome } from "../model/outcome.ts";
import { firstLookPhase } from "./story/what-next.ts";
import { storyTexts } from "./story-texts.ts";

/** One sentence; a target that answered wrongly is told apart from one that could not be reached. */
export function nextStep(outcome: Outcome): string {
  const { firstLook } = storyTexts("en");
  return firstLook[firstLookPhase(outcome)] ?? firstLook.unknown;
}
