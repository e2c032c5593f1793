/** How a terminal is written to: with colours or without, with signs or in ASCII alone. Colours only repeat what words say. */
import type { Status } from "../model/outcome.ts";
import { STATE_WORDS } from "./state-words.ts";

export type Color = "green" | "yellow" | "red" | "gray" | "bold";

export interface TerminalStyle {
  readonly paint: (color: Color, text: string) => string;
  /** `[OK]` instead of `✓ OK`: for terminals and logs that know no other letters. */
  readonly isAscii: boolean;
}

const ASCII_COLUMNS = "[DOWN]".length;

/** Of a check that could not run here: skipped. Of one of which nothing is known: silent. */
export type ShownState = Status | "skipped" | "silent";

interface StateSign {
  readonly icon: string;
  readonly word: string;
  readonly color: Color;
}

const SIGNS: Readonly<Record<ShownState, StateSign>> = {
  ...STATE_WORDS,
  skipped: { icon: "-", word: "SKIP", color: "gray" },
  silent: { icon: "-", word: "NO DATA", color: "gray" },
};

/** `✓ OK` or `[OK]` */
export function stateText(state: ShownState, { isAscii }: TerminalStyle): string {
  const { icon, word } = SIGNS[state];
  return isAscii ? `[${word}]` : `${icon} ${word}`;
}

/** `✓` or `[OK]  `: before a text, so that what follows stands in one column. */
export function stateIcon(state: ShownState, { isAscii }: TerminalStyle): string {
  const { icon, word } = SIGNS[state];
  return isAscii ? `[${word}]`.padEnd(ASCII_COLUMNS) : icon;
}

export function stateColor(state: ShownState): Color {
  return SIGNS[state].color;
}

/** `ok`, `down`: in a sentence. */
export function stateWord(state: ShownState): string {
  return SIGNS[state].word.toLowerCase();
}
