/** Where messages arrive: a queue and a web server that hear topics as any subscriber does. */
import { SubscribeCommand } from "@aws-sdk/client-sns";
import { isRecord } from "../../lib/core/shapes.ts";
import { startHttp } from "../kit/servers.ts";
import type { Aws } from "./aws.ts";
import { ACCOUNT } from "./cdk.ts";
import { REGION } from "./emulator.ts";

export interface Inbox extends AsyncDisposable {
  /** All that has come so far, oldest first. */
  read(): Promise<readonly string[]>;
}

export function topicArn(name: string): string {
  return `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`;
}

/** Messages as they are, without the envelope of SNS. */
export async function openQueue(aws: Aws, topic: string): Promise<Inbox> {
  const name = `inbox-${topic}`;
  const { QueueUrl } = await aws.sqs("CreateQueue", { QueueName: name });
  const subscription = { TopicArn: topicArn(topic), Protocol: "sqs", Endpoint: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}` };
  await aws.sns.send(new SubscribeCommand({ ...subscription, Attributes: { RawMessageDelivery: "true" } }));
  const read: string[] = [];
  return {
    read: async () => {
      read.push(...(await receive(aws, String(QueueUrl))));
      return read;
    },
    [Symbol.asyncDispose]: async () => void (await aws.sqs("DeleteQueue", { QueueUrl })),
  };
}

/** Up to ten messages; they are shown to nobody else for half a minute, which is longer than any test reads. */
export async function receive(aws: Aws, queueUrl: string): Promise<string[]> {
  const { Messages = [] } = await aws.sqs("ReceiveMessage", { QueueUrl: queueUrl, MaxNumberOfMessages: 10 });
  const received: readonly unknown[] = Array.isArray(Messages) ? Messages : [];
  for (const message of received.filter(isRecord)) {
    await aws.sqs("DeleteMessage", { QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle });
  }
  return received.filter(isRecord).map(({ Body }) => String(Body));
}

/** It confirms its subscription as the protocol asks. */
export async function openWebHook(aws: Aws, topic: string): Promise<Inbox> {
  const read: string[] = [];
  const server = await startHttp(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    response.end();
    const envelope: unknown = JSON.parse(Buffer.concat(chunks).toString());
    if (!isRecord(envelope)) return;
    if (envelope.Type === "SubscriptionConfirmation") await fetch(String(envelope.SubscribeURL));
    else read.push(`${envelope.Subject}\n${envelope.Message}`);
  });
  const endpoint = `http://127.0.0.1:${server.port}/`;
  await aws.sns.send(new SubscribeCommand({ TopicArn: topicArn(topic), Protocol: "http", Endpoint: endpoint }));
  return { read: async () => read, [Symbol.asyncDispose]: () => server.close() };
}
