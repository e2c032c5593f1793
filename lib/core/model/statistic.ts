/** How the values of one period become one datapoint. */
export type Statistic = "Minimum" | "Maximum" | "Average" | "Sum" | "SampleCount";

/** One datapoint from the values of a period; `undefined` where there are none. */
export function summarise(values: readonly number[], statistic: Statistic): number | undefined {
  if (values.length === 0) return undefined;
  const sum = values.reduce((total, value) => total + value, 0);
  switch (statistic) {
    case "Minimum":
      return Math.min(...values);
    case "Maximum":
      return Math.max(...values);
    case "Average":
      return sum / values.length;
    case "Sum":
      return sum;
    case "SampleCount":
      return values.length;
  }
}
