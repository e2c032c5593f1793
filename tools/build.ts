/** `npm run build`: the editor's schema, and the handlers bundled as they are deployed. `--schema-only` stops after the first. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checksJsonSchema } from "../lib/core/config/index.ts";

const ROOT = join(import.meta.dirname, "..");

writeFileSync(join(ROOT, "checks.schema.json"), `${JSON.stringify(checksJsonSchema(), null, 2)}\n`);
if (!process.argv.includes("--schema-only")) {
  const { bundle, writeBundle } = await import("../lib/constructs/handler-code.ts");
  for (const name of ["prober", "analyst", "responder", "widget"] as const) {
    const folder = join(ROOT, "dist/lambda", name);
    rmSync(folder, { recursive: true, force: true });
    writeBundle(folder, bundle(name));
  }
}
