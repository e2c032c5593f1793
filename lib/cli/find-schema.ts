/** Where an editor finds the schema of a checks.yaml: it looks from the file's own folder. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** In a checkout, and where the package is installed. */
const SCHEMAS = ["./checks.schema.json", "./node_modules/bongsu/checks.schema.json"];

/** Relative to the folder of `path`, a file that need not be there yet; `undefined` where there is no schema. */
export function findSchema(path: string): string | undefined {
  return SCHEMAS.find((candidate) => existsSync(join(dirname(path), candidate)));
}
