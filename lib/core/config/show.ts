/** Outside values as messages name them: short, on one line, without control characters. */
const SHOWN_CHARACTERS = 60;

/** `"45s"`, `60`, `A list`, `A map`, `Nothing`: the beginning of a sentence. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return "Nothing";
  if (typeof value === "string") return showText(value);
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return Array.isArray(value) ? "A list" : "A map";
}

/** The text in quotes, cut after 60 characters. */
export function showText(text: string): string {
  const characters = [...text.slice(0, 2 * SHOWN_CHARACTERS + 2)];
  return JSON.stringify(characters.length > SHOWN_CHARACTERS ? `${characters.slice(0, SHOWN_CHARACTERS).join("")}…` : text);
}

/** `a, b or c`. */
export function showChoice(choices: readonly (string | number)[]): string {
  const last = choices.at(-1);
  return choices.length < 2 ? String(last ?? "nothing") : `${choices.slice(0, -1).join(", ")} or ${last}`;
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
