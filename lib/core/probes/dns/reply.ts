/** Whether bytes that came back are the answer to what was asked. */
import { type DnsMessage, decodeMessage, HEADER_BYTES, type Query } from "./message.ts";

export type Reply =
  | { readonly answer: DnsMessage }
  /** Ours by its number, but not to be understood. */
  | { readonly malformed: string }
  /** Not an answer to us; it may be forged. */
  | { readonly stray: string };

export function readReply(bytes: Buffer, query: Query): Reply {
  if (bytes.length < HEADER_BYTES) return { stray: `${bytes.length} bytes are no DNS message` };
  if (bytes.readUInt16BE() !== query.id) return { stray: "it carries another number than the question" };
  const decoded = decodeMessage(bytes);
  if ("malformed" in decoded) return decoded;
  const { message } = decoded;
  if (!message.isResponse) return { stray: "it is a question itself" };
  return isToOurQuestion(message, query) ? { answer: message } : { stray: "it answers another question" };
}

/** Servers that could not read the question may leave it out. */
function isToOurQuestion({ question, rcode }: DnsMessage, query: Query): boolean {
  if (question === undefined) return rcode !== "NOERROR";
  return question.name === query.name && question.type === query.type && question.class === query.class;
}
