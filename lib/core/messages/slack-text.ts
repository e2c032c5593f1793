/** Text for Slack's markup, in which nothing foreign may become bold, a link, a mention or a picture. */
import type { Link } from "./story/what-next.ts";

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
/** Slack knows no escape for these; their likenesses mean nothing to it. */
const LIKENESSES: Readonly<Record<string, string>> = { "*": "∗", "~": "∼", "`": "ˋ" };

export function slackText(text: string): string {
  return Array.from(withoutMarkup(text), entityOf).join("");
}

/** At most so many characters after escaping; never cut within an entity. */
export function cutSlackText(text: string, charactersMax: number): string {
  const whole = slackText(text);
  if (whole.length <= charactersMax) return whole;
  let cut = "";
  for (const character of withoutMarkup(text)) {
    const longer = cut + entityOf(character);
    if (longer.length > charactersMax - 2) break;
    cut = longer;
  }
  return `${cut.trimEnd()}..`;
}

/** `<https://status.acme.example/i/k7f2|incident>` */
export function slackLink({ label, url }: Link): string {
  return `<${slackEntities(url)}|${slackText(label)}>`;
}

/** An underscore within a word is a letter; at its end it would set italics. A word between colons would be a picture. */
function withoutMarkup(text: string): string {
  return text
    .replaceAll(/[*~`]/g, (mark) => LIKENESSES[mark] ?? mark)
    .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, "＿")
    .replaceAll(/:(?=[\w+-]{0,50}[a-z][\w+-]{0,50}:)/gi, "∶");
}

function slackEntities(text: string): string {
  return Array.from(text, entityOf).join("");
}

function entityOf(character: string): string {
  return ENTITIES[character] ?? character;
}
