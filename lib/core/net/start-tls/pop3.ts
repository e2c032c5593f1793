/** POP3: RFC 2595, 4. */
import { type Dialogue, notOffered, protocolError, quote, readLine, say } from "./dialogue.ts";

export function* pop3(): Dialogue {
  const greeting = yield* readLine();
  if (!isOk(greeting)) return protocolError(`the server greets with ${quote(greeting)} instead of +OK`);
  const capabilities = yield* readCapabilities();
  if (!capabilities.includes("STLS")) return notOffered("the POP3 server does not offer STLS");
  yield* say("STLS\r\n");
  const goAhead = yield* readLine();
  return isOk(goAhead) ? undefined : notOffered(`the POP3 server refuses STLS: ${quote(goAhead)}`);
}

/** A server that does not know CAPA may know STLS all the same: then its answer to that decides. */
function* readCapabilities(): Dialogue<string[]> {
  yield* say("CAPA\r\n");
  if (!isOk(yield* readLine())) return ["STLS"];
  const lines: string[] = [];
  for (let line = yield* readLine(); line !== "."; line = yield* readLine()) lines.push(line.toUpperCase());
  return lines;
}

function isOk(line: string): boolean {
  return /^\+OK\b/i.test(line);
}
