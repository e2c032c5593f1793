/** What a `logs` check counts. AWS does it where the log is: a metric filter is deployed, and nothing is probed. */
export interface LogsTarget {
  /** Name of a log group of the same account and Region. */
  readonly group: string;
  /** In CloudWatch Logs' own filter syntax. */
  readonly pattern: string;
}
