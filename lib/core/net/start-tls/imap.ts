/** IMAP: RFC 9051, 6.2.1. */
import { type Dialogue, notOffered, protocolError, quote, readLine, say } from "./dialogue.ts";

export function* imap(): Dialogue {
  const greeting = yield* readLine();
  if (/^\* PREAUTH\b/i.test(greeting)) return notOffered("the IMAP server takes us as logged in, where it allows no STARTTLS");
  if (!/^\* OK\b/i.test(greeting)) return protocolError(`the server greets with ${quote(greeting)} instead of * OK`);
  const capabilities = yield* ask("a1", "CAPABILITY");
  if (!capabilities.some((line) => /^\* CAPABILITY .*\bSTARTTLS\b/i.test(line))) {
    return notOffered(`the IMAP server does not offer STARTTLS (${quote(capabilities[0] ?? "")})`);
  }
  const goAhead = (yield* ask("a2", "STARTTLS")).at(-1) ?? "";
  if (/^a2 OK\b/i.test(goAhead)) return undefined;
  return notOffered(`the IMAP server offers STARTTLS, but refuses it: ${quote(goAhead)}`);
}

/** Every line of the answer; the last one bears the tag. */
function* ask(tag: string, command: string): Dialogue<string[]> {
  yield* say(`${tag} ${command}\r\n`);
  const lines = [yield* readLine()];
  while (!lines.at(-1)?.startsWith(`${tag} `)) lines.push(yield* readLine());
  return lines;
}
