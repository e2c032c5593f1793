/** Starts actors as child processes of this one, and ends them. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { devNull } from "node:os";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { isRecord } from "../../core/shapes.ts";
import type { ActorName } from "./play.ts";
import type { Script } from "./script.ts";

export interface RunningActor {
  /** On 127.0.0.1; 0 for those who do not listen. */
  readonly port: number;
  readonly pid: number;
  /** Ends it at once, and resolves when it is gone. */
  stop(): Promise<void>;
}

export type StartedActor = RunningActor | { readonly problem: string };

const READY_WITHIN_MS = 10_000;
const COMPLAINT_CHARACTERS_MAX = 500;
/** Beside this file, and as this one source or compiled. */
const PROGRAM = fileURLToPath(import.meta.url).replace(/start-actor(\.\w+)$/, "play$1");

/** Resolves when the actor is ready, or says why there is none. */
export async function startActor(name: ActorName, script: Script): Promise<StartedActor> {
  const child = spawn(process.execPath, [PROGRAM, name, JSON.stringify(script)], {
    stdio: ["pipe", "pipe", "pipe"],
    env: environment(),
  });
  const gone = once(child, "close").catch(() => undefined);
  const complaint = collectComplaint(child);
  // Its end of the pipe may be gone before ours.
  child.stdin.on("error", () => undefined);
  const stop = async () => {
    child.kill("SIGKILL");
    await gone;
  };
  const port = await readCue(child, gone);
  if (port !== undefined && child.pid !== undefined) return { port, pid: child.pid, stop };
  await stop();
  return { problem: `The ${name} of the tour did not start. ${complaint()}`.trim() };
}

/** The port of a proper cue that came in time. */
async function readCue({ stdout }: ChildProcess, gone: Promise<unknown>): Promise<number | undefined> {
  if (stdout === null) return undefined;
  const lines = createInterface({ input: stdout });
  const timeout = new AbortController();
  const late = delay(READY_WITHIN_MS, undefined, { signal: timeout.signal }).catch(() => undefined);
  const line: unknown = await Promise.race([once(lines, "line").then(([first]) => first), gone, late]);
  timeout.abort();
  // An actor has nothing more to say, but a pipe that nobody reads would stop one that speaks.
  lines.close();
  stdout.resume();
  return typeof line === "string" ? portOfCue(line) : undefined;
}

function portOfCue(line: string): number | undefined {
  try {
    const cue: unknown = JSON.parse(line);
    if (!isRecord(cue) || cue.ready !== true) return undefined;
    const port = cue.port ?? 0;
    return Number.isInteger(port) ? Number(port) : undefined;
  } catch {
    return undefined;
  }
}

/** The end of what it wrote about itself, for when it does not start. */
function collectComplaint({ stderr }: ChildProcess): () => string {
  let text = "";
  stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    text = (text + chunk).slice(-COMPLAINT_CHARACTERS_MAX);
  });
  return () => text;
}

/** An actor must neither see the keys of whoever plays with us, nor be changed by his options for Node. */
function environment(): NodeJS.ProcessEnv {
  const isForeign = (name: string) => /^(AWS_|NODE_)/i.test(name);
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !isForeign(name)));
  return { ...own, AWS_CONFIG_FILE: devNull, AWS_SHARED_CREDENTIALS_FILE: devNull, AWS_EC2_METADATA_DISABLED: "true" };
}
