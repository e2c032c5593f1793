/** The same checks with their metrics of one form and of the other, without phases: the bill is mostly theirs. */
import type { Config, MetricForm } from "../model/check.ts";
import { isProbed } from "../probes/index.ts";
import { billOf } from "./bill.ts";
import { planUsage } from "./plan-usage.ts";

/** USD a month of the whole deployment. */
export interface MetricFormCosts {
  readonly classicUsd: number;
  readonly otlpUsd: number;
  readonly cheaper: Exclude<MetricForm, "full">;
}

export async function compareMetricForms(config: Config): Promise<MetricFormCosts> {
  const [classicUsd, otlpUsd] = await Promise.all([costOf(config, "classic"), costOf(config, "otlp")]);
  return { classicUsd, otlpUsd, cheaper: otlpUsd < classicUsd ? "otlp" : "classic" };
}

async function costOf(config: Config, metricForm: MetricForm): Promise<number> {
  const checks = config.checks.map((check) => (isProbed(check) ? { ...check, metricForm } : check));
  return billOf(await planUsage({ ...config, checks })).usd;
}
