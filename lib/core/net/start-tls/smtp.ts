/** SMTP: RFC 3207. */
import { type Dialogue, notOffered, protocolError, quote, say } from "./dialogue.ts";
import { readReply } from "./replies.ts";

export function* smtp(): Dialogue {
  const greeting = yield* readReply();
  if (greeting.code !== 220) return protocolError(`the server greets with ${quote(greeting.text)} instead of 220`);
  yield* say("EHLO bongsu.invalid\r\n");
  const features = yield* readReply();
  const isOffered = features.code === 250 && features.lines.some((line) => /^STARTTLS\b/i.test(line));
  if (!isOffered) return notOffered(`the SMTP server does not offer STARTTLS (answer to EHLO: ${quote(features.text)})`);
  yield* say("STARTTLS\r\n");
  const goAhead = yield* readReply();
  if (goAhead.code === 220) return undefined;
  return notOffered(`the SMTP server offers STARTTLS, but refuses it: ${quote(goAhead.text)}`);
}
