/** A handler with all it needs, bundled with esbuild: the same way every time, so that what has not changed is never deployed again. */
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildResult } from "esbuild";

export const HANDLERS = ["prober", "analyst", "responder", "widget", "status-page"] as const;

export type HandlerName = (typeof HANDLERS)[number];

export interface Bundle {
  readonly files: readonly BundledFile[];
  /** Source files inside, relative to the package. */
  readonly inputs: readonly string[];
}

interface BundledFile {
  /** Relative to the root of the asset. */
  readonly path: string;
  readonly contents: Uint8Array;
}

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Where the bundle pretends to be: paths in its source maps must not depend on where the assembly is written. */
const VIRTUAL_OUTPUT = join(ROOT, "dist", "lambda");

/** undici and others are CommonJS inside: in an ESM bundle they need a `require` for Node's own modules. */
const REQUIRE_BANNER =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

const bundled = new Map<HandlerName, Bundle>();

/** Made once a process: every vantage point runs the same code. Throws esbuild's error if it does not build. */
export function bundle(name: HandlerName = "prober"): Bundle {
  const made = bundled.get(name) ?? toBundle(name, build(name));
  bundled.set(name, made);
  return made;
}

export function writeBundle(folder: string, { files }: Bundle): void {
  for (const { path, contents } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
}

function toBundle(name: HandlerName, { outputFiles, metafile }: HandlerBuild): Bundle {
  const output = join(VIRTUAL_OUTPUT, name);
  return {
    files: outputFiles.map(({ path, contents }) => ({ path: relative(output, path), contents })),
    inputs: Object.keys(metafile.inputs).toSorted(),
  };
}

type HandlerBuild = BuildResult<{ write: false; metafile: true }>;

function build(name: HandlerName): HandlerBuild {
  const require = createRequire(import.meta.url);
  // A tool of the checkout: a published package brings its bundles along and installs no esbuild.
  const { buildSync }: typeof import("esbuild") = require("esbuild");
  return buildSync({
    entryPoints: { [name]: join(ROOT, "lambda", `${name}.ts`) },
    outdir: join(VIRTUAL_OUTPUT, name),
    absWorkingDir: ROOT,
    write: false,
    metafile: true,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node24",
    // Kinds of probes that no check uses are never read from disk.
    splitting: true,
    outExtension: { ".js": ".mjs" },
    mainFields: ["module", "main"],
    alias: undiciAliases(require),
    minify: true,
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    // What is tested is what runs: the SDK of the Lambda runtime would change by itself.
    external: [],
    banner: { js: REQUIRE_BANNER },
    logLevel: "silent",
  });
}

/** See undici-client.cjs; the second name leads to the file inside the package, which the first has hidden. */
function undiciAliases({ resolve }: NodeJS.Require): Record<string, string> {
  return {
    undici: join(ROOT, "lib", "constructs", "undici-client.cjs"),
    "undici-client": resolve("undici/lib/dispatcher/client.js"),
  };
}
