/** A text file of the user's, read within bounds. */
import { readFile, stat } from "node:fs/promises";

const FILE_BYTES_MAX = 20_000_000;

/** A sentence with the cure where it cannot be read. Never rejects. */
export async function readTextFile(path: string): Promise<{ readonly text: string } | { readonly unreadable: string }> {
  try {
    const { size } = await stat(path);
    if (size > FILE_BYTES_MAX)
      return { unreadable: `${path} has ${size} bytes, and ${FILE_BYTES_MAX} are read at most. Split it.` };
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(await readFile(path)) };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") return { unreadable: `${path} is not a text in UTF-8. Save it as UTF-8.` };
    return { unreadable: code === "ENOENT" ? `There is no file ${path}.` : `${path} cannot be read (${code}).` };
  }
}
