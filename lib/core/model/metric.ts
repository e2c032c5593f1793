/** Units as CloudWatch spells them. */
export type MetricUnit = "None" | "Count" | "Milliseconds";

/** One number at one moment, ready to be published. */
export interface Sample {
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly value: number;
  readonly unit: MetricUnit;
  readonly atEpochMs: number;
  /** Kept by the second (checks more often than once a minute) rather than by the minute. */
  readonly isHighResolution: boolean;
}
