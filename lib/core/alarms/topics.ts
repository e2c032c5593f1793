/** Every kind of alarm there is. Each has its texts in all languages and its section in docs/runbook.md: tests keep them in step. */
export const ALARM_TOPICS = [
  // of checks
  "down",
  "partly-down",
  "slow",
  "certificate",
  "leak",
  "limit-near",
  "log",
  "slow-hour",
  // of Bongsu itself
  "silent",
  "unknown",
  "errors",
  "throttles",
  "analyst-silent",
  "dead-letters",
  "undelivered",
  "blind",
  "responder-silent",
  "responder-late",
  "untold",
] as const;

export type AlarmTopic = (typeof ALARM_TOPICS)[number];
