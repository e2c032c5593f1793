/** From alarms to people: who hears of which alarm, and the responder in between. */
import type { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { planCheckAlarms } from "../core/alarms/plan.ts";
import { planResponderAlarms } from "../core/alarms/responder-alarms.ts";
import { planSystemAlarms } from "../core/alarms/system-alarms.ts";
import type { AlarmSpec } from "../core/model/alarm.ts";
import { createAlarms } from "./alarms.ts";
import { contactsTold, createContactTopics } from "./contact-topics.ts";
import { createMessageKey } from "./message-key.ts";
import { createResponder, type ResponderOptions } from "./responder.ts";
import { countUntold } from "./undelivered.ts";

export type TellingOptions = Omit<ResponderOptions, "topics" | "key">;

export interface Alarms {
  readonly ofChecks: readonly Alarm[];
  readonly ofBongsu: readonly Alarm[];
}

/** The responder hears of all alarms but those on itself, of which the operators hear directly. Where nobody is to be told there is none. */
export function createTelling(scope: Construct, options: TellingOptions): Alarms {
  const { config, context } = options;
  if (contactsTold(config).length === 0) {
    const { responder: _none, ...alone } = context;
    return alarmsOf(scope, { ...options, context: alone }, { toResponder: () => [], directly: () => [] });
  }
  const key = createMessageKey(new Construct(scope, "Messages"), config.name);
  const topics = createContactTopics(scope, config, key);
  const responder = createResponder(scope, { ...options, topics, key });
  countUntold(responder, config.name);
  return alarmsOf(scope, options, {
    toResponder: () => [responder.alarmTopic],
    directly: ({ notify }) => notify.flatMap((name) => topics.get(name) ?? []),
  });
}

type TopicsOf = (spec: AlarmSpec) => readonly ITopic[];

function alarmsOf(
  scope: Construct,
  { config, context }: Pick<TellingOptions, "config" | "context">,
  { toResponder, directly }: { toResponder: TopicsOf; directly: TopicsOf },
): Alarms {
  return {
    ofChecks: createAlarms(scope, planCheckAlarms(config, context), { id: "CheckAlarms", topicsOf: toResponder }),
    ofBongsu: [
      ...createAlarms(scope, planSystemAlarms(config, context), { id: "SystemAlarms", topicsOf: toResponder }),
      ...createAlarms(scope, planResponderAlarms(config, context), { id: "ResponderAlarms", topicsOf: directly }),
    ],
  };
}
