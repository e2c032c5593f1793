/** What a responder Lambda is given: the manifest beside its code, its surroundings, and its own ARN. Throws a sentence when they are unusable. */
import type { AlarmContext } from "../core/alarms/context.ts";
import { planAnalysts } from "../core/analysis/plan-analysts.ts";
import { contactsTold } from "../core/incidents/contacts-told.ts";
import type { Config, ContactName } from "../core/model/check.ts";
import { resourceNames, type TopicChannel } from "../core/model/resource-names.ts";
import type { ResponderManifest } from "../core/model/responder-manifest.ts";
import { planShards } from "../core/run/shards.ts";
import { isRecord } from "../core/shapes.ts";

/** Reads a manifest that the same version of Bongsu wrote at synth; its configuration was validated there. */
export function parseResponderManifest(json: string): ResponderManifest {
  const manifest: unknown = JSON.parse(json);
  if (!isManifest(manifest)) throw new Error("manifest.json is not a manifest of this version of Bongsu: deploy again.");
  return manifest;
}

/** The context in which alarms were planned at synth, as far as their names and metrics go. */
export function alarmContextOf(config: Config, env: Readonly<Record<string, string | undefined>>): AlarmContext {
  const { BONGSU_LOCATION_REGION: region, BONGSU_LOCATION_VPC: vpc } = env;
  if (!region || !vpc) throw new Error("BONGSU_LOCATION_REGION and BONGSU_LOCATION_VPC do not say where the probers run.");
  const names = resourceNames(config.name);
  const vantages = [...new Set(planShards(config.checks).map(({ vantage }) => vantage))];
  return {
    locations: { region, vpc },
    probers: vantages.map((vantage) => ({ vantage, functionName: names.prober(vantage) })),
    analystFunctionNames: planAnalysts(config).map(({ vantage }) => names.analyst(vantage)),
    deadLetterQueueName: names.deadLetterQueue,
    ...(contactsTold(config).length > 0 && {
      responder: {
        functionName: names.responder,
        queueName: names.alarmQueue,
        deadLetterQueueName: names.alarmDeadLetterQueue,
      },
    }),
    runbookUrl: env.BONGSU_RUNBOOK_URL ?? "docs/runbook.md",
    ...(env.BONGSU_DASHBOARD_URL && { dashboardUrl: env.BONGSU_DASHBOARD_URL }),
  };
}

/** Topics of a contact, in the account and Region of the function: `arn:aws:lambda:eu-west-1:123456789012:function:NAME`. */
export function topicArnsFrom(functionArn: string, deployment: string): (contact: ContactName, channel: TopicChannel) => string {
  const [, partition, service, region, account] = functionArn.split(":");
  if (service !== "lambda" || !region || !account) throw new Error(`${functionArn} is not the ARN of a function.`);
  const names = resourceNames(deployment);
  return (contact, channel) => `arn:${partition}:sns:${region}:${account}:${names.contactTopic(contact, channel)}`;
}

function isManifest(value: unknown): value is ResponderManifest {
  if (!isRecord(value) || value.schemaVersion !== 1 || !isRecord(value.config)) return false;
  const { name, timezone, language, contacts, operators, checks } = value.config;
  return (
    [name, timezone, language].every((text) => typeof text === "string") &&
    [contacts, operators].every(Array.isArray) &&
    Array.isArray(checks) &&
    checks.every((check) => isRecord(check) && typeof check.id === "string" && typeof check.everyMs === "number")
  );
}
