import type { Status } from "../model/outcome.ts";

/** Icons that are one column wide in every locale; never a meaning by colour alone. */
export const STATE_WORDS: Readonly<
  Record<Status, { readonly icon: string; readonly word: string; readonly color: "green" | "yellow" | "red" | "gray" }>
> = {
  up: { icon: "✓", word: "OK", color: "green" },
  slow: { icon: "~", word: "SLOW", color: "yellow" },
  down: { icon: "✕", word: "DOWN", color: "red" },
  unknown: { icon: "-", word: "UNKNOWN", color: "gray" },
};
