/** Bytes from a stranger as text that may reach a terminal, a page and a comparison: nothing invisible stays in it. */
import { isUtf8 } from "node:buffer";

/** Text of a TXT or CAA record: UTF-8 where it is that, `\007` for every other byte and every character that cannot be seen. */
export function printableText(bytes: Buffer): string {
  if (!isUtf8(bytes)) return bytes.toString("latin1").replaceAll(/[^ -~]/g, escapeBytes("latin1"));
  return bytes.toString("utf8").replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, escapeBytes("utf8"));
}

/** One label of a name, in lower case because upper case means nothing in names: `\.` for a dot that parts nothing. */
export function printableLabel(bytes: Buffer): string {
  const text = bytes.toString("latin1");
  if (/^[a-z0-9_-]*$/i.test(text)) return text.toLowerCase();
  const lower = text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
  return lower.replaceAll(/[.\\]/g, "\\$&").replaceAll(/[^!-~]/g, escapeBytes("latin1"));
}

function escapeBytes(encoding: "latin1" | "utf8"): (text: string) => string {
  return (text) => [...Buffer.from(text, encoding)].map((byte) => `\\${String(byte).padStart(3, "0")}`).join("");
}
