/** From alarms to people: who hears of which alarm, and the responder in between. */
import type { AlarmBase } from "aws-cdk-lib/aws-cloudwatch";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import { deployedAlarms } from "../core/alarms/promql-alarms.ts";
import { planResponderAlarms } from "../core/alarms/responder-alarms.ts";
import { planSystemAlarms } from "../core/alarms/system-alarms.ts";
import { contactsTold } from "../core/incidents/contacts-told.ts";
import type { DeployedAlarm } from "../core/model/alarm.ts";
import { createAlarms } from "./alarms.ts";
import { createContactTopics } from "./contact-topics.ts";
import { createMessageKey } from "./message-key.ts";
import { createResponder, type ResponderOptions } from "./responder.ts";
import { countUntold } from "./undelivered.ts";

export interface TellingOptions extends Omit<ResponderOptions, "topics" | "key"> {
  /** Of checks, as far as they belong into this stack. */
  readonly checkAlarms: readonly DeployedAlarm[];
}

export interface Alarms {
  readonly ofChecks: readonly AlarmBase[];
  readonly ofBongsu: readonly AlarmBase[];
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
    directly: (alarm) => ("notify" in alarm ? alarm.notify.flatMap((name) => topics.get(name) ?? []) : []),
  });
}

type TopicsOf = (alarm: DeployedAlarm) => readonly ITopic[];

function alarmsOf(
  scope: Construct,
  { config, context, checkAlarms }: Pick<TellingOptions, "config" | "context" | "checkAlarms">,
  { toResponder, directly }: { toResponder: TopicsOf; directly: TopicsOf },
): Alarms {
  const { classic, promql } = deployedAlarms(planSystemAlarms(config, context), { config, context });
  return {
    ofChecks: createAlarms(scope, checkAlarms, { id: "CheckAlarms", topicsOf: toResponder }),
    ofBongsu: [
      ...createAlarms(scope, [...classic, ...promql], { id: "SystemAlarms", topicsOf: toResponder }),
      ...createAlarms(scope, planResponderAlarms(config, context), { id: "ResponderAlarms", topicsOf: directly }),
    ],
  };
}
