/** XMPP, client to server: RFC 6120, 5.4. */
import { type Dialogue, notOffered, protocolError, quote, say } from "./dialogue.ts";

const STREAM = "version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'";

export function* xmpp(domain: string): Dialogue {
  yield* say(`<?xml version='1.0'?><stream:stream to='${domain}' ${STREAM}>`);
  const opening = yield* readTags(["stream:stream", "stream:error"]);
  if (!opening.includes("stream:stream"))
    return protocolError(`the server opens no XMPP stream, but sends ${quote(opening.at(-1) ?? "")}`);
  const features = yield* readTags(["/stream:features", "stream:features/", "stream:error", "/stream:stream"]);
  if (!features.some((tag) => tag.endsWith("stream:features") || tag === "stream:features/")) {
    return protocolError(`the server names no features, but sends ${quote(features.at(-1) ?? "")}`);
  }
  if (!features.some((tag) => /^starttls\/?$/.test(tag))) return notOffered("the XMPP server does not offer STARTTLS");
  yield* say("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
  const answer = yield* readTags(["proceed/", "/proceed", "failure/", "failure", "stream:error", "/stream:stream"]);
  return answer.at(-1)?.endsWith("proceed") || answer.at(-1) === "proceed/"
    ? undefined
    : notOffered(`the XMPP server offers STARTTLS, but answers it with ${quote(answer.at(-1) ?? "")}`);
}

/** Names of tags up to the first of these: `features`, `/features` where it ends, `features/` where it is empty. */
function* readTags(last: readonly string[]): Dialogue<string[]> {
  const names: string[] = [];
  while (!last.includes(names.at(-1) ?? "")) names.push(nameOf(yield { until: ">" }));
  return names;
}

/** A stretch that ends in a tag; what stands before the tag is text. */
function nameOf(stretch: Buffer): string {
  const text = stretch.toString("latin1");
  // Cut out first: a pattern that looks for the tag by itself takes seconds over a long stretch without one.
  const tag = text.slice(text.lastIndexOf("<"));
  const [, name] = /^<(\/?[\w:.-]+|[?!])/.exec(tag) ?? [];
  if (name === undefined) return "";
  return tag.endsWith("/>") ? `${name}/` : name;
}
