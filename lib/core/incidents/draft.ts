/** Messages before they are written out: what they are about, and who hears them. */
import type { Incident, Line, NoticeReason } from "../model/incident.ts";

/** Drills are written by whoever asks for one, and are about no incident. */
export type DraftReason = Exclude<NoticeReason, "drill">;

/** One incident and why it is told. */
export interface Item {
  readonly incident: Incident;
  readonly reason: DraftReason;
}

/** To one line. */
export interface Message {
  readonly reason: DraftReason;
  /** One, or all that the message stands for, the one that leads it first. */
  readonly items: readonly Item[];
}

/** The same message for all lines that need it. */
export interface Draft extends Message {
  readonly lines: readonly Line[];
}

/** The daily summary also mentions what is known already. */
export function isNews({ reason }: Item): boolean {
  return reason !== "digest";
}
