/** The page's own script, as it lies beside this file. */
import { readFileSync } from "node:fs";

export const pageScript = readFileSync(new URL("./page-client.js", import.meta.url), "utf8");
