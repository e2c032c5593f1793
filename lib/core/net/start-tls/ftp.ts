/** FTP: RFC 4217. */
import { type Dialogue, notOffered, protocolError, quote, say } from "./dialogue.ts";
import { readReply } from "./replies.ts";

export function* ftp(): Dialogue {
  const greeting = yield* readReply();
  if (greeting.code !== 220) return protocolError(`the server greets with ${quote(greeting.text)} instead of 220`);
  yield* say("AUTH TLS\r\n");
  const goAhead = yield* readReply();
  if (goAhead.code === 234) return undefined;
  if (goAhead.code >= 400) return notOffered(`the FTP server refuses AUTH TLS: ${quote(goAhead.text)}`);
  return protocolError(`the server answers AUTH TLS with ${quote(goAhead.text)} instead of 234`);
}
