/**
 * Physical names. They are fixed, so that the runbook can give exact commands, and so that two deployments of one name in one
 * Region fail at deploy instead of mixing their metrics. Each stays within 64 characters for names of up to 40.
 */
import type { Vantage } from "../core/model/check.ts";

export interface ResourceNames {
  readonly dashboard: string;
  readonly scheduleGroup: string;
  readonly deadLetterQueue: string;
  readonly prober: (vantage: Vantage) => string;
  readonly logGroup: (vantage: Vantage) => string;
}

export function resourceNames(deployment: string): ResourceNames {
  const prefix = `bongsu-${deployment}`;
  return {
    dashboard: prefix,
    scheduleGroup: prefix,
    deadLetterQueue: `${prefix}-dead-letters`,
    prober: (vantage) => `${prefix}-prober-${vantage}`,
    logGroup: (vantage) => `/bongsu/${deployment}/prober-${vantage}`,
  };
}
