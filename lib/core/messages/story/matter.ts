/** What a story is about, whatever it tells of it: that it began, goes on, is over, or is only rehearsed. */
import type { Outcome } from "../../model/outcome.ts";
import type { Story, StoryType, Trouble } from "../../model/story.ts";

const WITHOUT_TROUBLE: readonly StoryType[] = ["resolved", "reminder", "flapping", "digest", "drill"];

/** Those that are decided run by run; the others rest on trends, on dates, or on ourselves. */
export const TROUBLES_OF_RUNS: readonly Trouble[] = ["down", "partly-down", "slow", "storm"];

export function troubleOf({ about, type }: Story): Trouble {
  return about ?? (isTrouble(type) ? type : "down");
}

/** Several checks at once: by one cause, or a bundle. */
export function isStorm(story: Story): boolean {
  return troubleOf(story) === "storm" && story.memberCount > 1;
}

/** Several incidents in one message, to spare people the others: what is known of the first says nothing of them. */
export function isBundle(story: Story): boolean {
  return isStorm(story) && (story.folded ?? 0) > 1;
}

/** Whether what its lead shows holds for all: of a storm where those that are known failed alike, and most are known. */
export function isAlike(story: Story): boolean {
  if (!isStorm(story)) return true;
  const [way, ...others] = story.ways ?? [];
  return !isBundle(story) && way !== undefined && others.length === 0 && 2 * way.count > story.memberCount;
}

/** The run in which the trouble shows; of a recovery one from before it. */
export function troubledRun({ lead, type }: Story): Outcome | undefined {
  return type === "resolved" ? lead?.was : lead?.outcome;
}

/** How long it has lasted, or did last. */
export function lengthMs({ sinceEpochMs, toldAtEpochMs, untilEpochMs }: Story): number {
  return (untilEpochMs ?? toldAtEpochMs) - sinceEpochMs;
}

function isTrouble(type: StoryType): type is Trouble {
  return !WITHOUT_TROUBLE.includes(type);
}

/** Whether the target answered, however wrongly: only then do times say something of it. */
export function wasAnswered({ failure }: Outcome): boolean {
  return failure === undefined || failure.code === "expectation-unmet";
}

/** Trouble that says nothing of any target. */
export function isOurs(trouble: Trouble): trouble is "no-data" | "prober" {
  return trouble === "no-data" || trouble === "prober";
}
