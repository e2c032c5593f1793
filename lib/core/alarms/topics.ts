/** Every kind of alarm there is. Each has its texts in all languages and its section in docs/runbook.md: tests keep them in step. */
export const ALARM_TOPICS = ["down", "silent", "unknown", "errors", "throttles", "dead-letters", "undelivered"] as const;

export type AlarmTopic = (typeof ALARM_TOPICS)[number];
