/** How long it takes to load modules, one after the other, in a fresh process. Input: { "paths": [...] }. */
import { pathToFileURL } from "node:url";

const { paths }: { paths: string[] } = JSON.parse(process.argv[2] ?? "");
const startedMs = performance.now();
for (const path of paths) await import(pathToFileURL(path).href);
process.stdout.write(`${JSON.stringify(performance.now() - startedMs)}\n`, () => process.exit(0));
