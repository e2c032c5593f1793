/** Where events of runs end that never took place, with the reason. An alarm watches it. */
import { Duration } from "aws-cdk-lib";
import { Queue, QueueEncryption } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";

export function createDeadLetterQueue(scope: Construct, queueName: string): Queue {
  const queue = new Queue(scope, "DeadLetters", {
    queueName,
    enforceSSL: true,
    encryption: QueueEncryption.SQS_MANAGED,
    retentionPeriod: Duration.days(14),
  });
  acknowledge(queue, "AwsSolutions::AwsSolutions-SQS3", "It is the dead-letter queue itself.");
  acknowledge(queue, "Serverless::Serverless-SQSRedrivePolicy", "It is the dead-letter queue itself.");
  return queue;
}
