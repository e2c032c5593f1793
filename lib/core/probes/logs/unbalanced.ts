/** The one fault of a filter pattern that every dialect of CloudWatch Logs has in common: an end or a beginning that is missing. */

/** `opened`: never closed. `closed`: never opened. */
export type Unbalanced = { readonly opened: string } | { readonly closed: string };

/** Quoted texts and regular expressions end with what they began with, and hold whatever they like. */
const SELF_CLOSING = ['"', "%"];
const OPENER_OF: Readonly<Record<string, string>> = { "}": "{", "]": "[", ")": "(" };
const OPENERS = Object.values(OPENER_OF);

export function findUnbalanced(pattern: string): Unbalanced | undefined {
  const open: string[] = [];
  // A backslash takes the meaning from what follows it.
  for (const [letter = ""] of pattern.matchAll(/\\.|./gsu)) {
    const innermost = open.at(-1) ?? "";
    if (SELF_CLOSING.includes(innermost)) {
      if (letter === innermost) open.pop();
    } else if (SELF_CLOSING.includes(letter) || OPENERS.includes(letter)) {
      open.push(letter);
    } else if (Object.hasOwn(OPENER_OF, letter)) {
      if (innermost !== OPENER_OF[letter]) return innermost === "" ? { closed: letter } : { opened: innermost };
      open.pop();
    }
  }
  const last = open.at(-1);
  return last === undefined ? undefined : { opened: last };
}
