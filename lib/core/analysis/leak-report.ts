/** What the analysis found out about the series that are watched for leaks. */
import type { Check, CheckId } from "../model/check.ts";
import type { LeakVerdict } from "../trends/leak-verdict.ts";
import type { DumpMoment } from "./dump-moment.ts";
import type { LeakWindow } from "./leak-windows.ts";

export interface LeakReport {
  readonly check: Check;
  readonly location: string;
  readonly series: string;
  /** The moment up to which readings were judged. */
  readonly atEpochMs: number;
  readonly window: LeakWindow;
  readonly verdict: LeakVerdict;
  /** Only of a suspicion: whether a thread dump is due now. */
  readonly dump?: DumpMoment;
}

/** A series whose history could not be read: nothing is said of it, and nothing published. */
export interface Unread {
  readonly check: CheckId;
  readonly reason: string;
}

export interface Analysis<Report> {
  readonly reports: readonly Report[];
  readonly unread: readonly Unread[];
}
