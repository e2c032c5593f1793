/** A story in every form in which it is sent, with the counts that the limits are about: for previews and documents. */
import type { Language } from "../model/check.ts";
import type { ChannelKind } from "../model/incident.ts";
import type { Story } from "../model/story.ts";
import { type Email, MAIL_LINES_MAX, renderEmail } from "./email.ts";
import { formatNumber } from "./number-text.ts";
import { type CustomNotification, renderSlack, SLACK_DESCRIPTION_MAX, SLACK_TITLE_MAX } from "./slack.ts";
import { renderSms, type Sms } from "./sms.ts";
import { SUBJECT_MAX } from "./subject.ts";
import { renderTerminal } from "./terminal.ts";
import { goesBySms, waitsForDigest } from "./way-to-people.ts";

export const CHANNELS = ["email", "sms", "slack", "terminal"] as const satisfies readonly ChannelKind[];

export interface FormOptions {
  readonly language: Language;
  /** Default English, as messages are sent: one part holds more of it. */
  readonly smsLanguage?: Language;
  /** Default: all. */
  readonly channels?: readonly ChannelKind[];
  /** How wide the lines of the terminal may be. Default 80. */
  readonly columns?: number;
}

/** Only the channels that were asked for, and no SMS of what no SMS tells. */
export interface EveryForm {
  /** A warning is told as a line of the hourly digest; these are the forms of its whole story. */
  readonly waitsForDigest?: true;
  readonly email?: Email;
  readonly sms?: Sms;
  readonly slack?: CustomNotification;
  /** Lines. */
  readonly terminal?: readonly string[];
}

export function renderEveryForm(story: Story, options: FormOptions): EveryForm {
  const { language, smsLanguage = "en", channels = CHANNELS } = options;
  return {
    ...(waitsForDigest(story) && { waitsForDigest: true as const }),
    ...(channels.includes("email") && { email: renderEmail(story, language) }),
    ...(channels.includes("sms") && goesBySms(story) && { sms: renderSms(story, smsLanguage) }),
    ...(channels.includes("slack") && { slack: renderSlack(story, language) }),
    ...(channels.includes("terminal") && { terminal: renderTerminal(story, options) }),
  };
}

export interface Block {
  /** `SMS, 106 of 140 GSM-7` */
  readonly title: string;
  /** Exactly as it is sent. */
  readonly text: string;
}

export function blocksOf({ email, slack, sms, terminal }: EveryForm): Block[] {
  return [
    ...(email === undefined ? [] : [blockOfEmail(email)]),
    ...(sms === undefined ? [] : [{ title: `SMS, ${sms.units} of ${sms.unitsMax} ${sms.alphabet}`, text: sms.text }]),
    ...(slack === undefined ? [] : [blockOfSlack(slack)]),
    ...(terminal === undefined ? [] : [{ title: "Terminal", text: terminal.join("\n") }]),
  ];
}

function blockOfEmail({ body, subject }: Email): Block {
  const lines = body.split("\n").length;
  const title = `E-mail, subject ${subject.length} of ${SUBJECT_MAX} characters, ${lines} of ${MAIL_LINES_MAX} lines`;
  return { title, text: `Subject: ${subject}\n\n${body}` };
}

function blockOfSlack(notification: CustomNotification): Block {
  const { description, title } = notification.content;
  const counts = `title ${title.length} of ${SLACK_TITLE_MAX} characters, description ${formatNumber(description.length)} of`;
  return {
    title: `Slack, ${counts} ${formatNumber(SLACK_DESCRIPTION_MAX)}`,
    text: JSON.stringify(notification, null, 2),
  };
}
