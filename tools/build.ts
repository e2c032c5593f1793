/** `npm run build`: the editor's schema, and in dist/ what the package ships. `--schema-only` stops after the first. */
import { execFileSync } from "node:child_process";
import { cpSync, globSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle, HANDLERS, writeBundle } from "../lib/constructs/handler-bundle.ts";
import { checksJsonSchema } from "../lib/core/config/index.ts";
import packageJson from "../package.json" with { type: "json" };

const ROOT = join(import.meta.dirname, "..");
const DIST = join(ROOT, "dist");

writeJson("checks.schema.json", checksJsonSchema());
if (!process.argv.includes("--schema-only")) {
  rmSync(DIST, { recursive: true, force: true });
  compile();
  copyBrowserFiles();
  describeCompiled();
  for (const name of HANDLERS) writeBundle(join(DIST, "lambda", name), bundle(name));
}

/** Of the sources only what the package's entries reach: no tests, no simulations. */
function compile(): void {
  execFileSync("tsc", ["--project", "tsconfig.build.json"], { cwd: ROOT, stdio: "inherit" });
}

/** Read beside the module that serves them. */
function copyBrowserFiles(): void {
  for (const path of globSync("lib/**/*.{css,html,js,svg}", { cwd: ROOT })) cpSync(join(ROOT, path), join(DIST, path));
}

/** The compiler copies package.json, for the command line asks it for the version; nothing else in it holds inside dist. */
function describeCompiled(): void {
  const { name, version, type } = packageJson;
  writeJson("dist/package.json", { name, version, type });
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(join(ROOT, path), `${JSON.stringify(value, null, 2)}\n`);
}
