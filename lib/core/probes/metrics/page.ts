/** What a page of metrics holds, as far as somebody wants it. */

/** One line: the value of one series at one moment. */
export interface ExposedSample {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  /** May be NaN or infinite: producers write both. */
  readonly value: number;
  /** Absent where the page does not say, which means now. */
  readonly atEpochMs?: number;
}

export interface Page {
  /** Only series that were wanted. */
  readonly samples: readonly ExposedSample[];
  /** Every name on the page (the first 5,000), to tell what a missing one may have been meant for. */
  readonly names: ReadonlySet<string>;
}
