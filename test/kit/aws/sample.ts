import type { Sample } from "../../../lib/core/model/metric.ts";

/** A sample that CloudWatch takes; give what matters to the test. */
export function sampleOf(changes: Partial<Sample> = {}): Sample {
  return {
    metric: "Up",
    dimensions: { Deployment: "acme", Check: "acme-prod/checkout", Location: "eu-west-1" },
    value: 1,
    unit: "None",
    atEpochMs: Date.now(),
    isHighResolution: false,
    ...changes,
  };
}

/** So many samples, told apart by their value. */
export function samplesOf(count: number): Sample[] {
  return Array.from({ length: count }, (_, index) => sampleOf({ value: index }));
}
