/** Who is told, and through what. */
import { z } from "zod";
import { choice, list, text } from "./fields.ts";
import { leaf } from "./leaf.ts";
import type { Refuse } from "./problem.ts";
import { show, showText } from "./show.ts";

const email = text(checkEmail, "oncall@acme.example");
/** E.164. */
const PHONE = /^\+[1-9]\d{6,14}$/;
const phone = leaf<string, string>(readPhone, { type: "string", pattern: "^\\+[1-9][0-9]{6,14}$", examples: ["+821012345678"] });
const workspace = text(slackId("T", "workspace"), "T0123ABC");
const channel = text(slackId("CG", "channel"), "C0123ABC");

const ways = z.strictObject({
  email: list(email, { min: 1 }).describe("E-mail addresses.").optional(),
  sms: list(phone, { min: 1 }).describe('Phone numbers with country code, in quotes: "+821012345678".').optional(),
  slack: z
    .strictObject({
      workspace: workspace.describe("Id of the workspace, T…"),
      channel: channel.describe("Id of the channel, C…"),
    })
    .describe("Slack through Amazon Q Developer in chat applications.")
    .optional(),
  language: choice(["en", "ko"])
    .describe("Language in which it is told, SMS too. Default: that of the file, and English SMS.")
    .optional(),
});

/** A contact without its name. */
export const contact = ways.transform((written, context) => {
  const { email: emails = [], sms: phones = [], slack, language } = written;
  if (emails.length === 0 && phones.length === 0 && slack === undefined) {
    const refusal = {
      code: "contact-unreachable",
      message: "This contact has no way to be told.",
      fix: "Write at least one of email, sms and slack.",
      at: "key",
    };
    context.issues.push({ code: "custom", input: written, params: { refusal } });
  }
  return { emails, phones, ...(slack !== undefined && { slack }), ...(language !== undefined && { language }) };
});

function checkEmail(address: string, refuse: Refuse): void {
  if (address.length <= 254 && /^[^\s@,;<>"]+@[^\s@,;<>".]+(\.[^\s@,;<>".]+)+$/.test(address)) return;
  const message = `${showText(address)} is not an e-mail address.`;
  refuse({ code: "email-malformed", message, fix: "Write the address alone, as in oncall@acme.example." });
}

/** Without quotes, YAML reads a number and loses the plus sign. */
function readPhone(value: unknown, refuse: Refuse): string | undefined {
  const written = typeof value === "number" ? `+${value}` : value;
  if (typeof value === "string" && PHONE.test(value)) return value;
  const compact = typeof written === "string" ? written.replaceAll(/[\s().-]/g, "") : "";
  const fix = PHONE.test(compact)
    ? `Write "${compact}", with the quotes.`
    : 'Write "+", country code and number: "+821012345678".';
  const message = `${show(value)} is not a text with "+", country code and number.`;
  return refuse({ code: "phone-malformed", message, fix });
}

function slackId(initials: string, what: string) {
  return (id: string, refuse: Refuse): void => {
    if (initials.includes(id.charAt(0)) && /^[A-Z][A-Z0-9]{2,20}$/.test(id)) return;
    const message = `${showText(id)} is not the id of a Slack ${what}.`;
    refuse({
      code: "slack-id-malformed",
      message,
      fix: `Copy the id from Slack's ${what} details: it begins with ${initials.charAt(0)}.`,
    });
  };
}
