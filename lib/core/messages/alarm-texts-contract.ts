/** What every language must say of alarms: a topic without its text does not compile. */
import type { AlarmTopic } from "../alarms/topics.ts";

/** `subject` is what the alarm is about: a check's id, a shard, a function, a queue, a place, a deployment. */
interface AlarmText {
  readonly means: (subject: string) => string;
  readonly first: (subject: string) => string;
}

export interface AlarmTexts {
  readonly topics: Readonly<Record<AlarmTopic, AlarmText>>;
  /** In place of the check, where an alarm stands for several. */
  readonly several: (group: string) => string;
  readonly labels: Readonly<Record<"which" | "first" | "ownRunbook" | "runbook" | "dashboard", string>>;
}
