/**
 * The code of a handler as an asset: its bundle and its manifest. A published package brings its bundles along;
 * a checkout bundles with esbuild, the same way every time, so that what has not changed is never deployed again.
 */
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { AssetHashType, DockerImage } from "aws-cdk-lib";
import { type AssetCode, Code } from "aws-cdk-lib/aws-lambda";
import { type BuildResult, buildSync } from "esbuild";
import type { AnalystManifest } from "../core/analysis/manifest.ts";
import type { ResponderManifest } from "../core/model/responder-manifest.ts";
import type { Manifest } from "../core/model/shard.ts";
import type { WidgetManifest } from "../core/widget/manifest.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Stand beside the compiled constructs of a published package; in a checkout there is none, so that none can be stale. */
const PREBUILT = join(ROOT, "lambda");
/** See undici-client.cjs; the second name leads to the file inside the package, which the first has hidden. */
const UNDICI_ALIASES = {
  undici: join(ROOT, "lib", "constructs", "undici-client.cjs"),
  "undici-client": createRequire(import.meta.url).resolve("undici/lib/dispatcher/client.js"),
};
/** Where the bundle pretends to be: paths in its source maps must not depend on where the assembly is written. */
const VIRTUAL_OUTPUT = join(ROOT, "dist", "lambda");

/** undici and others are CommonJS inside: in an ESM bundle they need a `require` for Node's own modules. */
const REQUIRE_BANNER =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

/** What each handler is told about its deployment. */
interface Manifests {
  readonly prober: Manifest;
  readonly analyst: AnalystManifest;
  readonly responder: ResponderManifest;
  readonly widget: WidgetManifest;
}

export type HandlerName = keyof Manifests;

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

/** An asset with the handler (`prober.mjs`), the chunks it loads on first use, and `manifest.json`. */
export function handlerCode<Name extends HandlerName>(name: Name, manifest: Manifests[Name]): AssetCode {
  return Code.fromAsset(join(ROOT, "lambda"), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry("never-used"),
      // CDK takes two assets of one folder for the same unless this differs: the second prober would get the first one's checks.
      environment: { HANDLER: name, MANIFEST: JSON.stringify(manifest) },
      local: { tryBundle: (folder) => writeAsset(folder, { name, manifest }) },
    },
  });
}

function writeAsset(folder: string, { name, manifest }: { name: HandlerName; manifest: Manifests[HandlerName] }): true {
  const prebuilt = join(PREBUILT, name);
  if (existsSync(prebuilt)) cpSync(prebuilt, folder, { recursive: true });
  else writeBundle(folder, bundle(name));
  writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(manifest)}\n`);
  return true;
}

export function writeBundle(folder: string, { files }: Bundle): void {
  for (const { path, contents } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
}

const bundled = new Map<HandlerName, Bundle>();

/** A handler with all it needs, made once a process: every vantage point runs the same code. Throws esbuild's error if it does not build. */
export function bundle(name: HandlerName = "prober"): Bundle {
  const made = bundled.get(name) ?? toBundle(name, build(name));
  bundled.set(name, made);
  return made;
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
    alias: UNDICI_ALIASES,
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
