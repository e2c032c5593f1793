import { stripControls } from "../../run/mask.ts";

const EXCERPT_MAX_CHARACTERS = 200;

/**
 * The beginning of what a server sent, on one line. Servers send back what they were sent, secrets too, and a mask knows only
 * whole secrets: so the cut never leaves half of anything that we sent.
 */
export function excerpt(received: string, sent: readonly string[]): string {
  if (received.length <= EXCERPT_MAX_CHARACTERS) return stripControls(received).trim();
  let end = EXCERPT_MAX_CHARACTERS;
  while (end > 0 && sent.some((text) => text.includes(received.slice(end - 1, EXCERPT_MAX_CHARACTERS)))) end--;
  return stripControls(received.slice(0, end)).trim();
}
