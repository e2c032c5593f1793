/** JSON paths as in RFC 9535, checked when they are read. */
import { jsonpath } from "json-p3";
import type { Refusal } from "../problem.ts";
import { showText } from "../show.ts";

const PATH_LENGTH_MAX = 1_000;
const environment = new jsonpath.JSONPathEnvironment();
// Both match by backtracking, which a hostile answer can make take for ever.
for (const name of ["match", "search"]) environment.functionRegister.delete(name);

/** What is wrong with a JSON path, if anything. */
export function jsonPathRefusal(path: string): Refusal | undefined {
  const code = "json-path-malformed";
  if (path.length > PATH_LENGTH_MAX) {
    const message = `This JSON path has ${path.length} characters; at most ${PATH_LENGTH_MAX} are allowed.`;
    return { code, message, fix: "Write a shorter path.", at: "key" };
  }
  if (!path.startsWith("$")) {
    return { code, message: `The JSON path ${showText(path)} does not begin with $.`, fix: `Write ${rooted(path)}.`, at: "key" };
  }
  if (/\b(match|search)\s*\(/.test(path)) {
    const message = "match() and search() are not available in JSON paths: they can take for ever on a hostile answer.";
    return { code, message, fix: "Address the value and use matches on it.", at: "key" };
  }
  const reason = whyNotCompiled(path);
  if (reason === undefined) return undefined;
  return {
    code,
    message: `${showText(path)} is not a JSON path: ${reason}.`,
    fix: "Write it as in $.queue or $.items[0].name.",
    at: "key",
  };
}

function rooted(path: string): string {
  return /^[A-Za-z_][\w.]*(\[\d+\][\w.]*)*$/.test(path) ? `$.${path}` : "it as in $.queue";
}

function whyNotCompiled(path: string): string | undefined {
  try {
    environment.compile(path);
    return undefined;
  } catch (error) {
    return error instanceof Error ? plainReason(error.message) : String(error);
  }
}

/** Without the path itself, and without the parser's own troubles. */
function plainReason(message: string): string {
  return message.includes("backup") ? "it ends too early" : message.replace(/ \('.*$/s, "");
}
