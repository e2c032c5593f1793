/** By which ways a story goes to people. */
import { CHANNEL_LIMITS } from "../incidents/limits.ts";
import type { Story } from "../model/story.ts";

/** Nobody is sent a warning by itself: it is a line of the hourly digest. */
export function waitsForDigest({ severity, type }: Pick<Story, "severity" | "type">): boolean {
  return severity === "warning" && type !== "digest" && type !== "drill";
}

/** What can wait wakes nobody. */
export function goesBySms(story: Pick<Story, "severity" | "type">): boolean {
  return CHANNEL_LIMITS.sms.takesWarnings || !(story.type === "digest" || waitsForDigest(story));
}
