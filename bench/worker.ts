/** Measurements run in processes of their own: they report in lines of JSON, and end when we close their standard input. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { QUIET_NODE_OPTIONS } from "../lib/core/run/quiet-engine.ts";

export interface Running<Report> extends AsyncDisposable {
  readonly pid: number;
  /** What it said first; its word is taken for the shape, because it is our own file. */
  readonly report: Report;
  /** Asks it for one report more. */
  again(): Promise<Report>;
}

export interface WorkerOptions {
  /** Passed as JSON in the first argument. */
  readonly input?: object;
  /** Called as soon as it has a process id, before it works. */
  readonly onStart?: (pid: number) => void;
}

/** Starts `bench/workers/NAME.ts` as a prober is started. Rejects with its last words if it ends without a report. */
export function startWorker<Report>(name: string, { input = {}, onStart }: WorkerOptions = {}): Promise<Running<Report>> {
  const script = fileURLToPath(new URL(`workers/${name}.ts`, import.meta.url));
  return startProgram([process.execPath, ...QUIET_NODE_OPTIONS, script, JSON.stringify(input)], onStart);
}

export async function startProgram<Report>(
  [program = "", ...parameters]: readonly string[],
  onStart?: (pid: number) => void,
): Promise<Running<Report>> {
  const child = spawn(program, parameters, { stdio: ["pipe", "pipe", "inherit"] });
  const pid = child.pid ?? 0;
  onStart?.(pid);
  const close = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.stdin.end();
    await once(child, "close");
  };
  const next = reportsOf<Report>(child);
  const again = () => {
    child.stdin.write("\n");
    return next();
  };
  return { pid, report: await next(), again, [Symbol.asyncDispose]: close };
}

function reportsOf<Report>(child: ChildProcessByStdio<Writable, Readable, null>): () => Promise<Report> {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async () => {
    const { value } = await lines.next();
    if (typeof value !== "string") throw new Error(`${child.spawnargs.join(" ").slice(0, 200)} ended without a report`);
    return JSON.parse(value) as Report;
  };
}

/** Runs a worker to its end. */
export async function measure<Report>(name: string, options: WorkerOptions = {}): Promise<Report> {
  await using running = await startWorker<Report>(name, options);
  return running.report;
}
