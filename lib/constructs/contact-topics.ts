/** The ways to each contact who is told of anything: one topic a channel, since each takes another form of message. */
import type { Key } from "aws-cdk-lib/aws-kms";
import { type ITopic, Topic } from "aws-cdk-lib/aws-sns";
import { EmailSubscription, SmsSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Construct } from "constructs";
import { contactsTold } from "../core/incidents/contacts-told.ts";
import type { Config, Contact, ContactName } from "../core/model/check.ts";
import { resourceNames, type TopicChannel } from "../core/model/resource-names.ts";
import { acknowledge } from "./acknowledge.ts";
import { letAlarmsPublish } from "./message-key.ts";
import { connectSlack } from "./slack.ts";

export type ContactTopics = ReadonlyMap<ContactName, readonly ITopic[]>;

interface TopicOptions {
  readonly key: Key;
  readonly deployment: string;
}

/** Topics by contact; contacts whom nothing names get none. */
export function createContactTopics(scope: Construct, config: Config, key: Key): ContactTopics {
  const own = new Construct(scope, "Contacts");
  const options = { key, deployment: config.name };
  const slack: SlackTopic[] = [];
  const topics = contactsTold(config).map(
    (contact) => [contact.name, createTopics(own, contact, { ...options, slack })] as const,
  );
  connectChannels(own, slack, config.name);
  return new Map(topics);
}

interface SlackTopic {
  readonly at: NonNullable<Contact["slack"]>;
  readonly topic: ITopic;
}

/** Contacts may share a channel. */
function connectChannels(scope: Construct, slack: readonly SlackTopic[], deployment: string): void {
  for (const [channel, same] of Map.groupBy(slack, ({ at }) => `${at.workspace}-${at.channel}`)) {
    const topics = same.map(({ topic }) => topic);
    const name = `bongsu-${deployment}-${channel}`;
    for (const { at } of same.slice(0, 1)) connectSlack(scope, topics, { ...at, name });
  }
}

/** Those that go to Slack are put to the others there. */
function createTopics(
  scope: Construct,
  { name, emails, phones, slack }: Contact,
  options: TopicOptions & { readonly slack: SlackTopic[] },
): Topic[] {
  const topics: Topic[] = [];
  const open = (channel: TopicChannel) => {
    const topic = createTopic(scope, { name, channel }, options);
    topics.push(topic);
    return topic;
  };
  if (emails.length > 0) {
    const topic = open("email");
    for (const address of emails) topic.addSubscription(new EmailSubscription(address));
  }
  if (phones.length > 0) {
    const topic = open("sms");
    for (const phone of phones) topic.addSubscription(new SmsSubscription(phone));
  }
  if (slack !== undefined) options.slack.push({ at: slack, topic: open("slack") });
  return topics;
}

function createTopic(
  scope: Construct,
  { name, channel }: { name: ContactName; channel: TopicChannel },
  { key, deployment }: TopicOptions,
): Topic {
  const topicName = resourceNames(deployment).contactTopic(name, channel);
  const props = { topicName, displayName: `Bongsu ${deployment}`, masterKey: key, enforceSSL: true };
  const topic = new Topic(scope, `${name}-${channel}`, props);
  letAlarmsPublish(topic);
  acknowledge(
    topic,
    "Serverless::Serverless-SNSRedrivePolicy",
    "SNS tries mails and texts for hours; one it gives up on is too old to act on.",
  );
  return topic;
}
