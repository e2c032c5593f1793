/** What the dashboards are told of their deployment. */
export interface DashboardInput {
  readonly deployment: string;
  readonly region: string;
  /** IANA name. */
  readonly timezone: string;
  readonly runbookUrl: string;
  readonly checkDashboardUrl: string;
  /** Of the function that draws. */
  readonly widgetArn: string;
  readonly widgetName: string;
  /** Checks that are probed. */
  readonly checksTotal: number;
  /** The dimension Location of every vantage point in use. */
  readonly locations: readonly string[];
  readonly checkAlarmArns: readonly string[];
  readonly systemAlarmArns: readonly string[];
  readonly functionNames: readonly string[];
  /** Logs of the probers. */
  readonly logGroupNames: readonly string[];
  readonly deadLetterQueueName: string;
}

/** CloudWatch's limit for one widget. */
export const ALARMS_PER_WIDGET_MAX = 100;
