/** Size of what a prober with http checks loads, and how long that takes against what it cannot do without. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { type Bundle, bundle, writeBundle } from "../lib/constructs/handler-bundle.ts";
import { median } from "./statistics.ts";
import { measure } from "./worker.ts";

const ENTRY = "prober.mjs";
/** Loaded with the first http check. */
const HTTP_SOURCE = "lib/core/probes/http/run.ts";
/** The packages that an http prober cannot do without. */
const NEEDED = ["undici", "@aws-sdk/client-cloudwatch"];
const ROUNDS = 5;
/** As in the prober itself: lib/constructs/handler-code.ts. */
const REQUIRE = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

export interface StartUpRow {
  /** The whole asset, with parts for kinds, secrets and credentials that most deployments never load. */
  readonly assetKb: number;
  /** The handler and its http probe, with everything they import. */
  readonly loadedKb: number;
  readonly importMs: number;
  /** The needed packages, each from a bundle of its own, added up. */
  readonly neededMs: number;
}

export async function measureStartUp(): Promise<StartUpRow> {
  const folder = mkdtempSync(join(tmpdir(), "bongsu-bench-"));
  try {
    const prober = bundle();
    writeBundle(folder, prober);
    const scripts = new Map(
      prober.files.filter(({ path }) => path.endsWith(".mjs")).map(({ path, contents }) => [path, contents]),
    );
    const first = [ENTRY, chunkOf(HTTP_SOURCE, prober)];
    const needed = NEEDED.map((name, index) => bundleAlone(name, join(folder, `needed-${index}.mjs`)));
    const neededMs: number[] = [];
    for (const path of needed) neededMs.push(await importMs([path]));
    return {
      assetKb: sizeKb(scripts, [...scripts.keys()]),
      loadedKb: sizeKb(scripts, importedBy(first, scripts)),
      importMs: await importMs(first.map((path) => join(folder, path))),
      neededMs: neededMs.reduce((sum, ms) => sum + ms, 0),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Part of the bundle that holds a source file, as the source maps say. */
function chunkOf(source: string, { files }: Bundle): string {
  const map = files.find(({ path, contents }) => path.endsWith(".mjs.map") && Buffer.from(contents).includes(source));
  return map?.path.replace(/\.map$/, "") ?? "";
}

type Scripts = ReadonlyMap<string, Uint8Array>;

/** The parts and all that they import at once; what they load later is not counted. */
function importedBy(paths: readonly string[], scripts: Scripts): string[] {
  const found = new Set(paths);
  for (const path of found) {
    const text = Buffer.from(scripts.get(path) ?? []).toString("utf8");
    for (const [, imported = ""] of text.matchAll(/(?:from|import)"\.\/([^"]+)"/g)) found.add(imported);
  }
  return [...found];
}

function sizeKb(scripts: Scripts, paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + (scripts.get(path)?.length ?? 0), 0) / 1_000;
}

async function importMs(paths: readonly string[]): Promise<number> {
  const timesMs: number[] = [];
  for (let round = 0; round < ROUNDS; round++) timesMs.push(await measure<number>("import-time", { input: { paths } }));
  return median(timesMs);
}

function bundleAlone(name: string, outfile: string): string {
  const stdin = { contents: `export * from ${JSON.stringify(name)};`, resolveDir: import.meta.dirname };
  buildSync({
    stdin,
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node24",
    minify: true,
    mainFields: ["module", "main"],
    banner: { js: REQUIRE },
    logLevel: "silent",
  });
  return outfile;
}
