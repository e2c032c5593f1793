/** What the dashboards are told of their deployment. */
import type { CheckId } from "../core/model/check.ts";

export interface DashboardInput {
  readonly deployment: string;
  readonly region: string;
  /** IANA name. */
  readonly timezone: string;
  readonly runbookUrl: string;
  readonly checkDashboardUrl: string;
  readonly overviewUrl: string;
  /** Function that tells the addresses of the status pages, where there are any. */
  readonly statusPageName?: string;
  /** Of Bongsu. */
  readonly version: string;
  /** Whether anybody is told of anything: else no incidents are kept. */
  readonly tellsPeople: boolean;
  /** Of the function that draws. */
  readonly widgetArn: string;
  readonly widgetName: string;
  /** Checks that are probed. */
  readonly checksTotal: number;
  /** Whether any check publishes the times of its phases: without them there is nothing to draw. */
  readonly hasPhases: boolean;
  /** Checks to choose from, where metrics of some are OTLP and so cannot be searched for; absent: those that the metrics tell. */
  readonly choices?: readonly CheckId[];
  /** The dimension Location of every vantage point in use. */
  readonly locations: readonly string[];
  /** Only so many as people can look through. */
  readonly checkAlarmArns: readonly string[];
  /** Where the rest is listed. */
  readonly alarmsUrl?: string;
  readonly systemAlarmArns: readonly string[];
  readonly functionNames: readonly string[];
  /** Logs of the probers. */
  readonly logGroupNames: readonly string[];
  /** Probers in other Regions. */
  readonly elsewhere?: readonly { readonly region: string; readonly functionName: string; readonly logGroupName: string }[];
  readonly deadLetterQueueName: string;
}

/** CloudWatch's limit for one widget. */
export const ALARMS_PER_WIDGET_MAX = 100;
