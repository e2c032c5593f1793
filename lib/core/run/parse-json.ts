/** Bodies are hostile: nesting beyond this would let a path's evaluation exhaust the stack. */
export const DEPTH_MAX = 100;

export type ParsedJson = { readonly document: unknown } | { readonly unreadable: string };

/** Never throws; what cannot be read says why in words that fit behind "got". */
export function parseJson(text: string): ParsedJson {
  if (text.trim() === "") return { unreadable: "no body, so no JSON" };
  if (exceedsDepth(text)) return { unreadable: `JSON nested deeper than ${DEPTH_MAX} levels` };
  try {
    return { document: JSON.parse(text) };
  } catch {
    return { unreadable: `a body that is not JSON (it begins ${JSON.stringify(text.trimStart().slice(0, 20))})` };
  }
}

function exceedsDepth(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (isInString) {
      if (character === "\\") index++;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "[" || character === "{") {
      if (++depth > DEPTH_MAX) return true;
    } else if (character === "]" || character === "}") depth--;
  }
  return false;
}
