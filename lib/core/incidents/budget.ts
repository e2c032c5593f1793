/** How many more messages a line may be sent now. */
import type { Line, NoticeReason, Sent } from "../model/incident.ts";
import { BURST, CHANNEL_LIMITS, type Window } from "./limits.ts";
import { channelOf } from "./lines.ts";

/** Under the tightest of the channel's windows; the last place is for one message that stands for all the others. */
export function budgetOf(line: Line, { sent, nowEpochMs }: { sent: readonly Sent[]; nowEpochMs: number }): number {
  const rooms = CHANNEL_LIMITS[channelOf(line)].budget.map((window) => roomIn(window, { sent, nowEpochMs }));
  return Math.max(0, Math.min(Number.POSITIVE_INFINITY, ...rooms));
}

/** How many openings (or recoveries) a line may hear of one by one. */
export function burstRoom(reason: NoticeReason, { sent, nowEpochMs }: { sent: readonly Sent[]; nowEpochMs: number }): number {
  const alike = sent.filter((each) => each.reason === reason || each.reason === "overflow");
  return Math.max(0, roomIn(BURST, { sent: alike, nowEpochMs }));
}

function roomIn({ messages, windowMs }: Window, { sent, nowEpochMs }: { sent: readonly Sent[]; nowEpochMs: number }): number {
  return messages - sent.filter(({ atEpochMs }) => nowEpochMs - atEpochMs < windowMs).length;
}

/** What still counts in any window. */
export function withSent(
  sent: readonly Sent[],
  { line, reasons, nowEpochMs }: { line: Line; reasons: readonly NoticeReason[]; nowEpochMs: number },
): Sent[] {
  const windows = [BURST, ...CHANNEL_LIMITS[channelOf(line)].budget];
  const longestMs = Math.max(...windows.map(({ windowMs }) => windowMs));
  const counting = sent.filter(({ atEpochMs }) => nowEpochMs - atEpochMs < longestMs);
  return [...counting, ...reasons.map((reason) => ({ reason, atEpochMs: nowEpochMs }))];
}
