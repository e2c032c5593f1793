import type { Refusal } from "./problem.ts";
import { showChoice, showText } from "./show.ts";
import { suggest } from "./suggest.ts";

const LISTED_WORDS = 24;

/** A key that is not allowed where it stands. */
export function unknownKey(key: string, allowed: readonly string[]): Refusal {
  return {
    code: "unknown-key",
    message: `The key ${showText(key)} is not known here.`,
    fix: cure(key, allowed),
    path: [key],
    at: "key",
  };
}

/** A word that is none of those allowed. */
export function unknownChoice(word: string, allowed: readonly string[]): Refusal {
  return { code: "unknown-value", message: `${showText(word)} is not one of ${showChoice(allowed)}.`, fix: cure(word, allowed) };
}

function cure(word: string, allowed: readonly string[]): string {
  if (word === "<<") return "YAML 1.2 has no merge keys: write the keys out, or use defaults.";
  const nearest = suggest(word, allowed);
  if (nearest !== undefined) return `Did you mean ${JSON.stringify(nearest)}?`;
  return allowed.length > LISTED_WORDS
    ? "Remove it, or see the documentation for what may stand here."
    : `Write ${showChoice(allowed)}.`;
}
