/**
 * Messages through SNS: one topic a contact and channel. Filter policies on one topic for all would keep out what CloudWatch
 * publishes itself: a message without attributes passes none, not even `{"exists": false}`.
 */
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import type { ContactName } from "../core/model/check.ts";
import type { Notice } from "../core/model/incident.ts";
import { TOPIC_CHANNELS, type TopicChannel } from "../core/model/resource-names.ts";
import type { Story } from "../core/model/story.ts";
import type { Clock, Messenger } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { describeApiError } from "./api-error.ts";
import { LATE, within } from "./within.ts";

/** A story as each channel takes it. */
export interface Publication {
  /** Of the mail: at most 99 characters. */
  readonly subject: string;
  /** For Slack Amazon Q Developer's custom notification, as JSON. */
  readonly texts: Readonly<Record<TopicChannel, string>>;
}

export interface SnsMessengerOptions {
  readonly client: SNSClient;
  readonly topicArnOf: (contact: ContactName, channel: TopicChannel) => string;
  /** In the language of the contact. */
  readonly render: (story: Story, contact: ContactName) => Publication;
  readonly clock?: Clock;
}

const PUBLISH_TIMEOUT_MS = 8_000;
const REMEMBERED_MAX = 1_000;
/** Else operators may deliver a text when it suits them. */
const AT_ONCE = { "AWS.SNS.SMS.SMSType": { DataType: "String", StringValue: "Transactional" } };

/** Remembers what was sent, so that a channel that fails does not make the others repeat: keep one for the life of the process. */
export function createSnsMessenger({ clock = systemClock, client, topicArnOf, render }: SnsMessengerOptions): Messenger {
  const sent = new Set<string>();

  async function publish(command: PublishCommand): Promise<string | undefined> {
    try {
      const send = (abortSignal: AbortSignal) => client.send(command, { abortSignal });
      const answer = await within(send, { timeoutMs: PUBLISH_TIMEOUT_MS, clock });
      return answer === LATE ? `SNS did not answer within ${PUBLISH_TIMEOUT_MS / 1_000} s` : undefined;
    } catch (error) {
      return describeRefusal(error);
    }
  }

  async function sendBy(channel: TopicChannel, { id, contact, story }: Notice): Promise<string | undefined> {
    const key = `${id} ${channel}`;
    if (sent.has(key)) return undefined;
    const problem = await publish(
      commandOf(channel, { topicArn: topicArnOf(contact, channel), publication: render(story, contact) }),
    );
    if (problem !== undefined) return `${contact}, ${channel}: ${problem}`;
    if (sent.size >= REMEMBERED_MAX) sent.clear();
    sent.add(key);
    return undefined;
  }

  return {
    send: async (notice) => {
      const channels = TOPIC_CHANNELS.filter((channel) => notice.channels.includes(channel));
      const problems = await Promise.all(channels.map((channel) => sendBy(channel, notice)));
      const found = problems.filter((problem) => problem !== undefined);
      return found.length === 0 ? {} : { problem: found.join("; ") };
    },
  };
}

function commandOf(
  channel: TopicChannel,
  { topicArn, publication }: { topicArn: string; publication: Publication },
): PublishCommand {
  return new PublishCommand({
    TopicArn: topicArn,
    Message: publication.texts[channel],
    ...(channel === "email" && { Subject: publication.subject }),
    ...(channel === "sms" && { MessageAttributes: AT_ONCE }),
  });
}

/** What somebody can do about it, where that is known. */
function describeRefusal(error: unknown): string {
  const code = error instanceof Error ? error.name : "";
  const said = describeApiError(error);
  if (code.startsWith("NotFound")) return `the topic does not exist; deploy again (${said})`;
  if (code.startsWith("AuthorizationError")) return `SNS refuses the responder; deploy again (${said})`;
  if (code.startsWith("KMS")) return `the key of the topics cannot be used (${said})`;
  if (code.startsWith("Throttl")) return `SNS takes no more messages for now (${said})`;
  return said;
}
