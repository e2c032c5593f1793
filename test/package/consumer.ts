/** The example of examples/consumer in a folder of its own, with the package as npm would publish it: built, packed, installed. */
import { existsSync } from "node:fs";
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { type Environment, PATH, ROOT, runWell } from "../deploy/run.ts";

export interface Consumer extends AsyncDisposable {
  readonly folder: string;
  /** Path of what was published. */
  readonly tarball: string;
}

const INSTALL_TIMEOUT_MS = 300_000;

/** Nothing of the checkout is on the PATH; `node` comes from the folders given, else from the machine. */
export function environment(...nodeFolders: readonly string[]): Environment {
  const machine = (process.env.PATH ?? "").split(delimiter).filter((folder) => !folder.includes("node_modules"));
  return { ...fromOutside(), PATH: [...nodeFolders, ...machine].join(delimiter), CDK_VALIDATION: "false" };
}

/** Of whoever runs the test only how npm reaches its registry. */
function fromOutside(): Record<string, string> {
  const isWanted = (name: string) =>
    /^(HOME|https?_proxy|no_proxy|NODE_EXTRA_CA_CERTS|npm_config_(cache|registry|userconfig))$/i.test(name);
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (isWanted(name) && value ? [[name, value]] : [])),
  );
}

export async function installConsumer(): Promise<Consumer> {
  const root = await mkdtemp(join(tmpdir(), "bongsu-package-"));
  const env = { ...fromOutside(), PATH };
  await runWell(["npm", "pack", "--pack-destination", root], { env, timeoutMs: INSTALL_TIMEOUT_MS });
  const [name = ""] = await readdir(root);
  const tarball = join(root, name);
  const folder = join(root, "consumer");
  await cp(join(ROOT, "examples/consumer"), folder, { recursive: true });
  await replaceIn(join(folder, "package.json"), /"bongsu": "[^"]+"/, `"bongsu": ${JSON.stringify(`file:${tarball}`)}`);
  const install = ["npm", "install", "--no-audit", "--no-fund", "--prefer-offline"] as const;
  await runWell(install, { cwd: folder, env: environment(), timeoutMs: INSTALL_TIMEOUT_MS });
  return { folder, tarball, [Symbol.asyncDispose]: async () => await rm(root, { recursive: true, force: true }) };
}

async function replaceIn(path: string, pattern: RegExp, replacement: string): Promise<void> {
  const text = await readFile(path, "utf8");
  const replaced = text.replace(pattern, replacement);
  if (replaced === text) throw new Error(`${path} holds nothing like ${pattern}.`);
  await writeFile(path, replaced);
}

/** Where the Node lies that runs this test: no other program is beside it. */
export const NODE_FOLDER = dirname(process.execPath);

/** Whether there are such packages, however deep. */
export function installed(folder: string, name: string): boolean {
  return existsSync(join(folder, "node_modules", name));
}
