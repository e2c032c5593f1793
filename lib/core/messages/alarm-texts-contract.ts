/** What every language must say of alarms: a topic without its text does not compile. */
import type { AlarmTopic } from "../alarms/topics.ts";

/** `subject` is what the alarm is about: a check's id, a shard, a function, a queue, a deployment. */
interface AlarmText {
  readonly means: (subject: string) => string;
  readonly first: (subject: string) => string;
}

export interface AlarmTexts {
  readonly topics: Readonly<Record<AlarmTopic, AlarmText>>;
  readonly labels: Readonly<Record<"first" | "ownRunbook" | "runbook" | "dashboard", string>>;
}
