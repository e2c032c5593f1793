/** What is probed: an answer of 256 bytes, at once or after 50 ms, from other processes. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startProgram, startWorker } from "./worker.ts";

export interface Target extends AsyncDisposable {
  readonly httpPort: number;
  readonly httpsPort: number;
  /** PEM of the root that signed the certificate of https. */
  readonly ca: string;
  /** `C` or `Node`: what answers http. */
  readonly language: string;
}

interface NodePorts {
  readonly httpPort: number;
  readonly httpsPort: number;
  readonly ca: string;
}

export async function startTarget(): Promise<Target> {
  // Whatever fails on the way, nothing that was begun stays behind.
  await using stack = new AsyncDisposableStack();
  const { report } = stack.use(await startWorker<NodePorts>("node-target"));
  const binary = compile(stack);
  const inC = binary === undefined ? undefined : stack.use(await startProgram<number>([binary]));
  const kept = stack.move();
  return {
    ...report,
    ...(inC !== undefined && { httpPort: inC.report }),
    language: inC === undefined ? "Node" : "C",
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** A compiled target costs less CPU and keeps its delay to 0.1 ms; it needs Linux and a compiler. */
function compile(stack: AsyncDisposableStack): string | undefined {
  if (process.platform !== "linux" || spawnSync("cc", ["--version"]).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "bongsu-bench-"));
  stack.defer(() => rmSync(folder, { recursive: true }));
  execFileSync("cc", ["-O2", "-o", join(folder, "target"), join(import.meta.dirname, "target.c")]);
  return join(folder, "target");
}
