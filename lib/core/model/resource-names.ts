/**
 * Names that both who deploys and who runs must know. Physical names on AWS are fixed, so that the runbook can give exact commands,
 * that the responder and the command line find what belongs to a deployment, and that two deployments of one name in one Region
 * fail at deploy instead of mixing their metrics. Each stays within 64 characters for deployments of up to 35.
 */
import type { ContactName, Vantage } from "./check.ts";
import type { ChannelKind } from "./incident.ts";

/** Of a row of the incident table: seconds since 1970 after which DynamoDB removes it. */
export const EXPIRY_ATTRIBUTE = "expiresAtEpochSeconds";

/** Channels that have a topic of SNS for each contact. */
export const TOPIC_CHANNELS = ["email", "sms", "slack"] as const satisfies ChannelKind[];
export type TopicChannel = (typeof TOPIC_CHANNELS)[number];

export interface ResourceNames {
  readonly dashboard: string;
  /** Dashboard of one check, chosen by a variable. */
  readonly checkDashboard: string;
  readonly scheduleGroup: string;
  /** Of a shard, or of what else is started; CloudFormation knows a schedule by its name alone, whatever its group. */
  readonly schedule: (started: string) => string;
  readonly deadLetterQueue: string;
  readonly prober: (vantage: Vantage) => string;
  readonly logGroup: (vantage: Vantage) => string;
  readonly analyst: (vantage: Vantage) => string;
  readonly analystLogGroup: (vantage: Vantage) => string;
  readonly responder: string;
  readonly responderLogGroup: string;
  /** Function that draws on the dashboards; its first word tells people that it may be called from one. */
  readonly widget: string;
  readonly widgetLogGroup: string;
  /** Function that writes the status pages. */
  readonly statusPage: string;
  readonly statusPageLogGroup: string;
  /** DynamoDB table of incidents. */
  readonly incidentTable: string;
  /** SNS topic to which alarms of checks report. */
  readonly alarmTopic: string;
  /** SQS queue from the alarm topic to the responder, and where it puts what it cannot handle. */
  readonly alarmQueue: string;
  readonly alarmDeadLetterQueue: string;
  /** SNS topic of a contact; it may have 256 characters. */
  readonly contactTopic: (contact: ContactName, channel: TopicChannel) => string;
}

export function resourceNames(deployment: string): ResourceNames {
  const prefix = `bongsu-${deployment}`;
  return {
    dashboard: prefix,
    checkDashboard: `${prefix}-check`,
    scheduleGroup: prefix,
    schedule: (started) => `${deployment}-${started}`,
    deadLetterQueue: `${prefix}-dead-letters`,
    prober: (vantage) => `${prefix}-prober-${vantage}`,
    logGroup: (vantage) => `/bongsu/${deployment}/prober-${vantage}`,
    analyst: (vantage) => `${prefix}-analyst-${vantage}`,
    analystLogGroup: (vantage) => `/bongsu/${deployment}/analyst-${vantage}`,
    responder: `${prefix}-responder`,
    responderLogGroup: `/bongsu/${deployment}/responder`,
    widget: `customWidget-${prefix}`,
    widgetLogGroup: `/bongsu/${deployment}/widget`,
    statusPage: `${prefix}-status-page`,
    statusPageLogGroup: `/bongsu/${deployment}/status-page`,
    incidentTable: `${prefix}-incidents`,
    alarmTopic: `${prefix}-alarms`,
    alarmQueue: `${prefix}-alarms`,
    alarmDeadLetterQueue: `${prefix}-alarm-dead-letters`,
    contactTopic: (contact, channel) => `${prefix}-${channel}-${topicPart(contact)}`,
  };
}

/** A contact's name may hold a full stop, the name of a topic may not. */
function topicPart(contact: ContactName): string {
  return contact.replaceAll(".", "_");
}
