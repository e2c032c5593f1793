/** A Slack channel that hears topics, through Amazon Q Developer in chat applications. */
import { SlackChannelConfiguration } from "aws-cdk-lib/aws-chatbot";
import { ManagedPolicy, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import type { Contact } from "../core/model/check.ts";
import { acknowledge } from "./acknowledge.ts";

type Channel = NonNullable<Contact["slack"]> & {
  /** Of the configuration: unique in the account. */
  readonly name: string;
};

/** The workspace must have been authorised once in the console: nothing else can do that. An account takes each channel once. */
export function connectSlack(scope: Construct, topics: readonly ITopic[], { name, workspace, channel }: Channel): void {
  const own = new Construct(scope, `Slack-${name}`);
  const configuration = new SlackChannelConfiguration(own, "Channel", {
    slackChannelConfigurationName: name,
    slackWorkspaceId: workspace,
    slackChannelId: channel,
    notificationTopics: [...topics],
    // The default would let everybody in the channel do anything that any role allows.
    guardrailPolicies: [readOnlyGuardrail(own)],
  });
  configuration.addToRolePolicy(readAlarms());
  acknowledge(own, "AwsSolutions::AwsSolutions-IAM5[Resource::*]", "Looking at alarms and metrics knows no resources.");
}

/** At most this may be done from the channel, whatever roles allow: look at alarms. */
function readOnlyGuardrail(scope: Construct): ManagedPolicy {
  return new ManagedPolicy(scope, "Guardrail", {
    description: "What may be done from Slack: looking at alarms.",
    statements: [readAlarms()],
  });
}

/** Amazon Q draws a chart below an alarm of CloudWatch's own; these actions know no resources. */
function readAlarms(): PolicyStatement {
  return new PolicyStatement({
    sid: "LookAtAlarms",
    actions: ["cloudwatch:DescribeAlarms", "cloudwatch:GetMetricData", "cloudwatch:GetMetricWidgetImage"],
    resources: ["*"],
  });
}
