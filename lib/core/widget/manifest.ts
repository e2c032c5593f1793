/** What the widget Lambda is told of its deployment. Written beside its code at synth, read at its start. */
import type { CheckId, Language, MetricForm, Vantage } from "../model/check.ts";

export interface WidgetManifest {
  readonly schemaVersion: 1;
  /** `name` of the configuration. */
  readonly deployment: string;
  /** For viewers whose console names none. */
  readonly timezone: string;
  readonly language: Language;
  /** Every check that is probed, in the order of the configuration. */
  readonly checks: readonly WidgetCheck[];
  /** Checks that share a host, wherever there are several; their hosts are nobody's business here. */
  readonly sameHost: readonly (readonly CheckId[])[];
  /** Whether anybody is told of anything: else no incidents are kept. */
  readonly tellsPeople: boolean;
}

/** As much of a check as its picture needs. */
export interface WidgetCheck {
  readonly id: CheckId;
  readonly title: string;
  readonly from: Vantage;
  /** Where several places look at it, each has a row of its own and says which it is: this is `from` again. */
  readonly place?: Vantage;
  /** Only then: so many of them must agree before the check counts as down. */
  readonly votesNeeded?: number;
  readonly everyMs: number;
  readonly metricForm?: MetricForm;
  /** Whether the metric `Slow` is published of it. */
  readonly watchesSlowness: boolean;
}

/** What a widget on a dashboard asks of the function: one row a check, the incidents, or one check by itself, as its first place sees it or another. */
export type WidgetParams =
  | { readonly view: "overview" }
  | { readonly view: "incidents" }
  | { readonly view: "check"; readonly check: CheckId; readonly from?: Vantage };

/** `Checkout (us-east-1)` */
export function shownName({ place, title }: WidgetCheck): string {
  return place === undefined ? title : `${title} (${place})`;
}
