/** The way of alarms to the responder: a topic for which only CloudWatch publishes, a queue, and a second one for what cannot be handled. */
import { Duration } from "aws-cdk-lib";
import type { Key } from "aws-cdk-lib/aws-kms";
import { Topic } from "aws-cdk-lib/aws-sns";
import { SqsSubscription } from "aws-cdk-lib/aws-sns-subscriptions";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import type { ResourceNames } from "../core/model/resource-names.ts";
import { createDeadLetterQueue } from "./dead-letters.ts";
import { letAlarmsPublish } from "./message-key.ts";

export interface AlarmQueue {
  readonly topic: Topic;
  readonly queue: Queue;
}

export interface AlarmQueueOptions {
  readonly names: ResourceNames;
  readonly key: Key;
  /** Of the function that reads the queue. */
  readonly handlerTimeoutMs: number;
}

const RECEIVED_MAX = 5;
/** As AWS asks: while a function is throttled, Lambda holds on to what it has received. */
const VISIBILITY_TIMES = 6;

export function createAlarmQueue(scope: Construct, { names, key, handlerTimeoutMs }: AlarmQueueOptions): AlarmQueue {
  const own = new Construct(scope, "Alarms");
  const topic = new Topic(own, "Topic", { topicName: names.alarmTopic, masterKey: key, enforceSSL: true });
  letAlarmsPublish(topic);
  const deadLetters = createDeadLetterQueue(own, names.alarmDeadLetterQueue);
  const queue = new Queue(own, "Queue", {
    queueName: names.alarmQueue,
    enforceSSL: true,
    encryption: QueueEncryption.SQS_MANAGED,
    visibilityTimeout: Duration.millis(VISIBILITY_TIMES * handlerTimeoutMs),
    // A notification only says that something moved: after a day the alarms themselves have long said it.
    retentionPeriod: Duration.days(1),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: RECEIVED_MAX },
  });
  topic.addSubscription(new SqsSubscription(queue, { rawMessageDelivery: true, deadLetterQueue: deadLetters }));
  return { topic, queue };
}
