/** Text with colours of a terminal, as HTML: letters that take two columns there take two columns here. */
import { characterWidth } from "../lib/core/messages/text-width.ts";

/** Class by code of "select graphic rendition"; every other code ends what was open. */
const CLASSES: Readonly<Record<string, string>> = { 1: "bold", 31: "red", 32: "green", 33: "yellow", 90: "gray" };

export function ansiToHtml(text: string): string {
  const [first = "", ...colored] = text.split("\u001b[");
  const parts = colored.map((part) => {
    const end = part.indexOf("m");
    const name = CLASSES[part.slice(0, end)];
    const shown = escapeText(part.slice(end + 1));
    return name === undefined ? shown : `<span class="${name}">${shown}</span>`;
  });
  return escapeText(first) + parts.join("");
}

function escapeText(text: string): string {
  return [...text]
    .map((character) => (characterWidth(character) === 2 ? `<i>${character}</i>` : escapeLetter(character)))
    .join("");
}

function escapeLetter(character: string): string {
  return { "&": "&amp;", "<": "&lt;", ">": "&gt;" }[character] ?? character;
}
