/** Replies of SMTP (RFC 5321, 4.2) and FTP (RFC 959, 4.2): a number and text, over several lines if a hyphen follows the number. */
import { type Dialogue, readLine } from "./dialogue.ts";

export interface Reply {
  /** 0 where the server did not send a reply at all. */
  readonly code: number;
  /** The text of each line, without the number. */
  readonly lines: readonly string[];
  /** As the server wrote its first line. */
  readonly text: string;
}

export function* readReply(): Dialogue<Reply> {
  const first = yield* readLine();
  const match = /^([2-5]\d\d)(-| |$)/.exec(first);
  if (match?.[1] === undefined) return { code: 0, lines: [], text: first };
  const lines = [first];
  if (match[2] === "-") {
    while (!isLast(lines.at(-1) ?? "", match[1])) lines.push(yield* readLine());
  }
  return { code: Number(match[1]), lines: lines.map((line) => line.replace(/^\d{3}[- ]?/, "")), text: first };
}

function isLast(line: string, code: string): boolean {
  return line === code || line.startsWith(`${code} `);
}
