/** A look at topics, subscriptions and the account's SMS limits. Reads only; rejects as the SDK does. */
import {
  GetSMSAttributesCommand,
  GetSMSSandboxAccountStatusCommand,
  ListSubscriptionsByTopicCommand,
  ListTopicsCommand,
  type SNSClient,
} from "@aws-sdk/client-sns";

export interface SubscriptionSeen {
  /** `email`, `sms`, … */
  readonly protocol: string;
  readonly endpoint: string;
  readonly isConfirmed: boolean;
}

export interface SmsLimits {
  /** Only numbers that were verified are texted. */
  readonly isSandbox: boolean;
  /** USD a month; SNS stops there. */
  readonly monthlySpendLimit?: string;
}

const PAGES_MAX = 1_000;

/** ARNs by name, of those wanted that exist. */
export async function findTopics(client: SNSClient, names: ReadonlySet<string>): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES_MAX && found.size < names.size; page += 1) {
    const answer = await client.send(new ListTopicsCommand(NextToken === undefined ? {} : { NextToken }));
    for (const { TopicArn = "" } of answer.Topics ?? []) {
      const name = TopicArn.slice(TopicArn.lastIndexOf(":") + 1);
      if (names.has(name)) found.set(name, TopicArn);
    }
    NextToken = answer.NextToken;
    if (NextToken === undefined) break;
  }
  return found;
}

export async function listSubscriptions(client: SNSClient, TopicArn: string): Promise<SubscriptionSeen[]> {
  const seen: SubscriptionSeen[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await client.send(new ListSubscriptionsByTopicCommand({ TopicArn, ...(NextToken && { NextToken }) }));
    for (const { Protocol = "", Endpoint = "", SubscriptionArn = "" } of answer.Subscriptions ?? []) {
      // Until somebody has confirmed it, this is a word instead of an ARN.
      seen.push({ protocol: Protocol, endpoint: Endpoint, isConfirmed: SubscriptionArn.startsWith("arn:") });
    }
    NextToken = answer.NextToken;
    if (NextToken === undefined) break;
  }
  return seen;
}

export async function readSmsLimits(client: SNSClient): Promise<SmsLimits> {
  const [{ IsInSandbox = false }, { attributes }] = await Promise.all([
    client.send(new GetSMSSandboxAccountStatusCommand({})),
    client.send(new GetSMSAttributesCommand({ attributes: ["MonthlySpendLimit"] })),
  ]);
  const limit = attributes?.MonthlySpendLimit;
  return { isSandbox: IsInSandbox, ...(limit !== undefined && { monthlySpendLimit: limit }) };
}
