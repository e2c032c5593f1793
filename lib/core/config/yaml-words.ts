/** What the YAML parser found, in plain words. */
import type { YAMLError } from "yaml";
import type { Refusal } from "./problem.ts";

interface Words {
  readonly message: string;
  readonly fix: string;
}

const UNCLOSED: Words = { message: "A bracket is not closed by here.", fix: "Close the list with ] or the map with }." };
const INDENTATION: Words = {
  message: "This line is indented otherwise than its neighbours.",
  fix: "Give the keys of one map the same indentation, in spaces.",
};
const COLON_MISSING: Words = {
  message: "A colon is missing after a key, or a line is indented wrongly.",
  fix: "Write key: value with a space after the colon, and indent the keys of one map alike.",
};

const WORDS: Readonly<Record<string, Words>> = {
  TAB_AS_INDENT: { message: "A tab indents this line; YAML takes only spaces.", fix: "Replace the tab by spaces." },
  BLOCK_AS_IMPLICIT_KEY: { message: "A second colon makes this line ambiguous.", fix: "Put the value in quotes." },
  MULTILINE_IMPLICIT_KEY: COLON_MISSING,
  MISSING_CHAR: COLON_MISSING,
  MULTIPLE_DOCS: { message: "A second document begins here.", fix: "Keep one document in a file: remove the line ---." },
  BAD_DQ_ESCAPE: { message: "This backslash begins no known escape.", fix: "Write two backslashes, or use single quotes." },
  BAD_INDENT: INDENTATION,
  RESOURCE_EXHAUSTION: {
    message: "Too many levels stand inside one another.",
    fix: "Check the brackets: no configuration needs so many levels.",
  },
  TAG_RESOLVE_FAILED: {
    message: "This tag is not known.",
    fix: "Remove the tag, or put the value in quotes if it begins with !.",
  },
};

export function describeYamlError(error: YAMLError): Refusal {
  return { code: "yaml-syntax", ...(special(error) ?? WORDS[error.code] ?? anyOther(error)) };
}

/** Codes that mean several things. */
function special(error: YAMLError): Words | undefined {
  if (error.code === "BAD_INDENT" && error.message.startsWith("Flow")) return UNCLOSED;
  if (error.code === "MISSING_CHAR" && error.message.includes("quote")) {
    return { message: "A quoted text is not closed by here.", fix: "Close it with the quote that opens it." };
  }
  if (error.code !== "BAD_SCALAR_START") return undefined;
  return { message: `A value cannot begin with ${error.message.at(-1)} unless it is quoted.`, fix: "Put the value in quotes." };
}

function anyOther(error: YAMLError): Words {
  const message = `This is not YAML: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1).replace(/\.$/, "")}.`;
  return { message, fix: "Check indentation, colons and quotes here and on the line before." };
}
