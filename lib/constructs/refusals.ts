/** What a valid configuration may ask that this deployment cannot give: said at synth, all at once, before anything is deployed. */
import { channelsOf } from "../core/incidents/channels.ts";
import type { Check, Config } from "../core/model/check.ts";
import { resourceNames } from "../core/model/resource-names.ts";
import { formatDuration } from "../core/model/units.ts";
import { isProbed } from "../core/probes/index.ts";
import { ACTIONS_MAX } from "./alarms.ts";
import { fitsInvocation } from "./prober-time.ts";
import { secretNames } from "./secret-names.ts";

/** One sentence a fault, each naming its check and the cure. */
export function refusals(config: Config, { hasVpc }: { hasVpc: boolean }): string[] {
  const probed = config.checks.filter(isProbed);
  const outside = hasVpc ? [] : probed.filter(({ from }) => from === "vpc");
  const endless = probed.filter((check) => !fitsInvocation(check));
  return [
    ...contactsOfOneName(config),
    ...directTopicsTooMany(config),
    ...config.checks.flatMap(variablesOf),
    ...outside.map(({ id }) => `${id} has "from: vpc", but no VPC is given: pass { vpc } to the Bongsu construct.`),
    ...endless.map(
      ({ id, timeoutMs }) =>
        `${id} has "timeout: ${formatDuration(timeoutMs)}": tried twice it does not fit Lambda's 15 minutes; 7m does.`,
    ),
  ];
}

/** The name of a topic may not hold a full stop, so two contacts may come to one. */
function contactsOfOneName({ name, contacts }: Config): string[] {
  const { contactTopic } = resourceNames(name);
  const sharing = [...Map.groupBy(contacts, (contact) => contactTopic(contact.name, "email")).values()].filter(
    ({ length }) => length > 1,
  );
  return sharing.map(
    (same) => `${same.map((contact) => contact.name).join(" and ")} would share one SNS topic: rename one of them.`,
  );
}

/** What is wrong with the responder itself cannot go through it, and an alarm of CloudWatch takes five topics at most. */
function directTopicsTooMany({ operators, contacts }: Config): string[] {
  const channels = channelsOf({ contacts });
  const topics = operators.flatMap((name) => channels[name] ?? []);
  if (topics.length <= ACTIONS_MAX) return [];
  return [
    `operators are reached in ${topics.length} ways (mail, texts and Slack of each contact): an alarm of CloudWatch takes ${ACTIONS_MAX}.`,
  ];
}

/** A deployed prober could never resolve them: the check would stay unknown, which pages nobody. */
function variablesOf(check: Check): string[] {
  return secretNames([check]).variables.map(
    (name) => `${check.id} refers to \${env:${name}}, which only this computer has: write \${secret:…} or \${ssm:…}.`,
  );
}
