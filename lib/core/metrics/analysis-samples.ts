/** What the analysis publishes of its findings. */
import { type HoursReport, slowHoursOf } from "../analysis/analyse-hours.ts";
import type { LeakReport } from "../analysis/leak-report.ts";
import type { Sample } from "../model/metric.ts";
import type { TimeUntilLimit } from "../trends/time-until-limit.ts";
import { checkDimensions, deploymentDimensions, METRICS, type MetricName, seriesDimensions } from "./catalogue.ts";
import type { OtlpChecks } from "./routes.ts";

const MINUTE_MS = 60_000;

/** 1 or 0 where it could be judged, and how long until the limit where that can be foreseen (0: it is there). */
export function samplesOfLeak(report: LeakReport, deployment: string): Sample[] {
  const { check, verdict, atEpochMs } = report;
  if (verdict.verdict === "not-enough-data") return [];
  const dimensions = seriesDimensions(deployment, check.id, report);
  if (verdict.verdict === "no-trend") return [sample("LeakSuspected", 0, { dimensions, atEpochMs })];
  const suspected = sample("LeakSuspected", 1, { dimensions, atEpochMs });
  const untilMs = likelyMs(verdict.timeUntilLimit);
  return untilMs === undefined
    ? [suspected]
    : [suspected, sample("MinutesUntilLimit", untilMs / MINUTE_MS, { dimensions, atEpochMs })];
}

function likelyMs(foreseen: TimeUntilLimit): number | undefined {
  if (foreseen.outlook === "already-above") return 0;
  return foreseen.outlook === "expected" ? foreseen.likelyMs : undefined;
}

interface HoursPublished {
  readonly deployment: string;
  readonly atEpochMs: number;
  /** Nobody would read the hours of these: only a graph of classic metrics does. */
  readonly otlpChecks?: OtlpChecks;
}

/** Hours a check, where there are any, and always how many checks have one. */
export function samplesOfHours(reports: readonly HoursReport[], { deployment, atEpochMs, otlpChecks }: HoursPublished): Sample[] {
  const found = reports.filter((report) => slowHoursOf(report).length > 0);
  const shown = found.filter(({ check }) => otlpChecks?.has(check) !== true);
  const ofChecks = shown.map((report) => {
    const dimensions = checkDimensions(deployment, report.check, report.location);
    return sample("SlowHour", slowHoursOf(report).length, { dimensions, atEpochMs });
  });
  return [...ofChecks, sample("SlowHour", found.length, { dimensions: deploymentDimensions(deployment), atEpochMs })];
}

function sample(metric: MetricName, value: number, place: Pick<Sample, "dimensions" | "atEpochMs">): Sample {
  return { metric, value, unit: METRICS[metric].unit, isHighResolution: false, ...place };
}
