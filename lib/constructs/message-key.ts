/**
 * One customer key for all topics of a deployment, a dollar a month: CloudWatch cannot publish to a topic that AWS's own key
 * encrypts. Whose alarms may publish is bound by the policy of each topic.
 */
import { RemovalPolicy, Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import type { Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";

const CLOUDWATCH = "cloudwatch.amazonaws.com";

export function createMessageKey(scope: Construct, deployment: string): Key {
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

/** A policy of its own replaces the one that lets all services of the account publish: CloudWatch must be named. */
export function letAlarmsPublish(topic: Topic): void {
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: "LetOwnAlarmsPublish",
      principals: [new ServicePrincipal(CLOUDWATCH)],
      actions: ["sns:Publish"],
      resources: [topic.topicArn],
      conditions: { StringEquals: { "aws:SourceAccount": Stack.of(topic).account } },
    }),
  );
}
