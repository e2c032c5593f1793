/** What is published to a topic of SNS, so that each way to people gets its own form of the message. */
import type { Language } from "../model/check.ts";
import type { Story } from "../model/story.ts";
import { renderEmail } from "./email.ts";
import { renderSms } from "./sms.ts";

export interface PublicationOptions {
  readonly language: Language;
  /** Default English: one part holds more of it. */
  readonly smsLanguage?: Language;
}

export interface Publication {
  /** Less than 100 characters. */
  readonly subject: string;
  /** `Message` with `MessageStructure: json`, once it is a JSON text: far below the 256 KB that SNS takes. */
  readonly structure: {
    /** For e-mail, and for whatever else subscribes. */
    readonly default: string;
    readonly sms: string;
  };
}

export function renderPublication(story: Story, { language, smsLanguage = "en" }: PublicationOptions): Publication {
  const { body, subject } = renderEmail(story, language);
  return { subject, structure: { default: body, sms: renderSms(story, smsLanguage).text } };
}
