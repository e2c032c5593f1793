/** How much people are told, all in one place; each number is a promise that test/incidents keeps. */
import type { ChannelKind } from "../model/incident.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** An opening waits this long for others of the same moment, counted from the last that came … */
export const GATHER_QUIET_MS = 45 * SECOND_MS;
/** … but no longer than this from the first. */
export const GATHER_MAX_MS = 2 * MINUTE_MS;

/** So many openings a line and window; what comes beyond waits and is told in one. The same goes for recoveries. */
export const BURST = { messages: 2, windowMs: 10 * MINUTE_MS } as const;
/** From so many messages of one sort at one moment on there is one for all of them. */
export const BUNDLED_FROM = 3;

export const CHANGE_EVERY_MS = 10 * MINUTE_MS;

/** Back for good: after this many intervals of the slowest member, or after this time, whichever is shorter. */
export const GOOD_RUNS = 3;
export const STEADY_MS = 5 * MINUTE_MS;

export const FLAPPING = { flips: 4, windowMs: HOUR_MS, steadyMs: 30 * MINUTE_MS } as const;

/** A root that nothing points to any more keeps those it brought down for this long. */
export const ROOT_KEPT_MS = 5 * MINUTE_MS;
/** An alarm without data stays in its incident for this long. */
export const NO_DATA_KEPT_MS = HOUR_MS;

export const DIGEST_EVERY_MS = HOUR_MS;
export const DIGEST_ENTRIES_MAX = 20;
/** Local hour of the daily summary. */
export const SUMMARY_HOUR = 9;
export const SUMMARY_COVERS_MS = DAY_MS;

export const MUTE_MAX_MS = 7 * DAY_MS;
export const MUTES_MAX = 200;

/** Closed incidents are kept for the summary and for flapping. */
export const CLOSED_KEPT_MS = DAY_MS;
export const CLOSED_KEPT_MAX = 100;
/** More roots than this at once in one location are one event: of the location. */
export const ROOTS_MAX = 60;

export interface ChannelLimits {
  /** After an opening, per incident: with the opening and the recovery 3 SMS, 10 mails, 10 in Slack. */
  readonly changes: number;
  readonly repeatsAfterMs: readonly number[];
  /** Per line, whatever it is about; all of them hold. */
  readonly budget: readonly Window[];
  /** Whether warnings reach it, in digests. */
  readonly takesWarnings: boolean;
}

export interface Window {
  readonly messages: number;
  readonly windowMs: number;
}

const REPEATS_AFTER_MS = [30 * MINUTE_MS, 2 * HOUR_MS, 8 * HOUR_MS, 14 * HOUR_MS, 20 * HOUR_MS];
const READ_AT_LEISURE = { changes: 3, repeatsAfterMs: REPEATS_AFTER_MS, takesWarnings: true };

export const CHANNEL_LIMITS: Readonly<Record<ChannelKind, ChannelLimits>> = {
  email: { ...READ_AT_LEISURE, budget: [{ messages: 30, windowMs: HOUR_MS }] },
  slack: { ...READ_AT_LEISURE, budget: [{ messages: 20, windowMs: 10 * MINUTE_MS }] },
  terminal: { ...READ_AT_LEISURE, budget: [] },
  sms: {
    changes: 0,
    repeatsAfterMs: [2 * HOUR_MS],
    takesWarnings: false,
    budget: [
      { messages: 10, windowMs: HOUR_MS },
      { messages: 20, windowMs: DAY_MS },
    ],
  },
};
