/** Objects that a round trip makes: below the key of the check, told apart by chance, so that probers never meet. */
import { randomBytes } from "node:crypto";

const CHANCE_BYTES = 8;

/** Key of a new object. */
export function newOwnKey(key: string): string {
  return `${folderOf(key)}bongsu-${randomBytes(CHANCE_BYTES).toString("hex")}`;
}

/** All keys that `newOwnKey` can give, as IAM writes patterns: each ? is one character. */
export function ownKeyPattern(escapedKey: string): string {
  return `${folderOf(escapedKey)}bongsu-${"?".repeat(2 * CHANCE_BYTES)}`;
}

function folderOf(key: string): string {
  return key.endsWith("/") ? key : `${key}/`;
}
