/** One topic a contact who is told of anything: its e-mail addresses and phones are subscribed. */
import { Annotations, RemovalPolicy, Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription, SmsSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import type { Config, Contact, ContactName } from "../core/model/check.ts";
import { acknowledge } from "./acknowledge.ts";

const CLOUDWATCH = "cloudwatch.amazonaws.com";

export type ContactTopics = ReadonlyMap<ContactName, ITopic>;

/** Topics by contact; contacts whom nothing names get none. */
export function createContactTopics(scope: Construct, config: Config): ContactTopics {
  const own = new Construct(scope, "Contacts");
  const told = new Set([...config.operators, ...config.checks.flatMap(({ notify }) => notify)]);
  const contacts = config.contacts.filter(({ name }) => told.has(name));
  if (contacts.length === 0) return new Map();
  const key = createKey(own, config.name);
  return new Map(contacts.map((contact) => [contact.name, createTopic(own, contact, { key, deployment: config.name })]));
}

function createTopic(scope: Construct, contact: Contact, { key, deployment }: { key: Key; deployment: string }): Topic {
  const topic = new Topic(scope, contact.name, { displayName: `Bongsu ${deployment}`, masterKey: key, enforceSSL: true });
  // A policy of its own replaces the one that lets all services of the account publish: CloudWatch must be named.
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: "LetOwnAlarmsPublish",
      principals: [new ServicePrincipal(CLOUDWATCH)],
      actions: ["sns:Publish"],
      resources: [topic.topicArn],
      conditions: { StringEquals: { "aws:SourceAccount": Stack.of(scope).account } },
    }),
  );
  for (const address of contact.emails) topic.addSubscription(new EmailSubscription(address));
  for (const phone of contact.phones) topic.addSubscription(new SmsSubscription(phone));
  if (contact.slack !== undefined) warnOfSlack(topic, contact);
  acknowledge(
    topic,
    "Serverless::Serverless-SNSRedrivePolicy",
    "SNS tries mails and texts for hours; one it gives up on is too old to act on.",
  );
  return topic;
}

/**
 * One customer key for all topics, a dollar a month: CloudWatch cannot publish to a topic that AWS's own key encrypts.
 * Whose alarms may publish is bound by the policy of each topic.
 */
function createKey(scope: Construct, deployment: string): Key {
  const key = new Key(scope, "Key", {
    description: `Encrypts the messages of Bongsu ${deployment}.`,
    enableKeyRotation: true,
    // Nothing of worth is kept under it: messages pass within seconds.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: "LetAlarmsEncrypt",
      principals: [new ServicePrincipal(CLOUDWATCH)],
      actions: ["kms:Decrypt", "kms:GenerateDataKey*"],
      resources: ["*"],
    }),
  );
  return key;
}

function warnOfSlack(scope: Construct, { name, emails, phones }: Contact): void {
  const others = emails.length + phones.length === 0 ? "so nobody is told" : "its other addresses are told";
  Annotations.of(scope).addWarningV2("bongsu:slack-not-deployed", `Contact ${name}: Slack is not deployed yet, ${others}.`);
}
