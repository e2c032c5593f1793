/** Percentages that promise no more than was counted: never without their base, and never rounded up to 100. */
import { formatNumber } from "../messages/number-text.ts";
import type { DayCount } from "./day-counts.ts";
import type { StatusTexts } from "./texts-contract.ts";
import { type ServiceView, totalOf } from "./view.ts";

/** `99.95 % of 43,200 checks, 30 of 90 days with data` */
export function availabilityText(service: ServiceView, texts: StatusTexts): string {
  const { daysWithData, ...total } = totalOf(service);
  if (total.runs === 0) return texts.nothingCounted;
  const share = texts.availability({ percent: goodPercent(total), runs: formatNumber(total.runs) });
  return `${share}, ${texts.coverage({ days: daysWithData, shown: service.days.length })}`;
}

/** Rounded down: with one failure in a million it is 99.99 %. */
export function goodPercent({ failedRuns, runs }: DayCount): string {
  return `${Math.floor((10_000 * (runs - failedRuns)) / runs) / 100} %`;
}

/** Rounded up: what failed is never 0 %. */
export function failedPercent({ failedRuns, runs }: DayCount): string {
  return `${Math.ceil((10_000 * failedRuns) / runs) / 100} %`;
}
