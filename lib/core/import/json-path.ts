/** Paths of other tools (`data.items[0].name`) -> RFC 9535. What is more than names and places has no equal. */
const PATH_LENGTH_MAX = 1_000;
const STEP = /^(?:\.?([\p{L}_][\p{L}\d_-]*)|\[(\d{1,6})\]|\.?`([^`]+)`|\[["']([^"'\\]+)["']\])/u;

/** `undefined` for expressions. */
export function plainJsonPath(written: string): string | undefined {
  if (written.length > PATH_LENGTH_MAX) return undefined;
  let rest = written.trim().replace(/^\$\.?/, "");
  let path = "$";
  while (rest !== "") {
    const match = STEP.exec(rest);
    if (match === null) return undefined;
    const [whole, name, place, quoted, bracketed] = match;
    const key = name ?? quoted ?? bracketed;
    path += key === undefined ? `[${place}]` : /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
    rest = rest.slice(whole.length);
  }
  return path === "$" ? undefined : path;
}

/** Tools that compare texts take 5 and "5" for the same. */
export function jsonValues(text: string): unknown {
  if (text === "true" || text === "false") return [text === "true", text];
  return text.trim() !== "" && Number.isFinite(Number(text)) ? [Number(text), text] : text;
}
