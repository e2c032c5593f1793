import { readFile, stat } from "node:fs/promises";
import type { Config } from "../model/check.ts";
import type { Problem } from "./problem.ts";
import { FILE_LENGTH_MAX, readConfig } from "./read-config.ts";

export type LoadedConfig =
  | { readonly config: Config; readonly warnings: readonly Problem[]; readonly text: string }
  | { readonly problems: readonly Problem[]; readonly text: string }
  /** The file cannot be read: a sentence with the cure, and the same as a problem. */
  | { readonly unreadable: string; readonly problems: readonly Problem[]; readonly text?: undefined };

/** Reads and checks a file; what is wrong with it is a value. Never rejects. */
export async function loadConfigFile(path: string): Promise<LoadedConfig> {
  const content = await readText(path);
  if ("code" in content) return unreadable(path, content);
  return { ...readConfig(content.text, path), text: content.text };
}

interface Obstacle {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

async function readText(path: string): Promise<{ readonly text: string } | Obstacle> {
  try {
    const { size } = await stat(path);
    if (size > FILE_LENGTH_MAX)
      return { code: "file-too-long", message: `${path} has ${size} bytes.`, fix: "Split it into several deployments." };
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path)) };
  } catch (error) {
    return obstacleOf(path, error);
  }
}

function obstacleOf(path: string, error: unknown): Obstacle {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  if (code === "ENOENT")
    return {
      code: "file-not-found",
      message: `There is no file ${path}.`,
      fix: "Write one with npx bongsu init, or name another with -c.",
    };
  if (code === "EISDIR") return { code: "file-not-readable", message: `${path} is a folder.`, fix: "Name a file with -c." };
  if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") {
    return { code: "file-not-utf8", message: `${path} is not a text in UTF-8.`, fix: "Save it as UTF-8." };
  }
  return { code: "file-not-readable", message: `${path} cannot be read (${code}).`, fix: "Check its permissions." };
}

function unreadable(file: string, { code, message, fix }: Obstacle): LoadedConfig {
  const problem: Problem = { file, line: 1, column: 1, code, severity: "error", message, fix };
  return { unreadable: `${message} ${fix}`, problems: [problem] };
}
