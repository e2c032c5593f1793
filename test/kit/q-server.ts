/** A fake q process in its own process: it can be busy, be stopped and resumed by signals, and die. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { encodeQuestion } from "../../lib/core/probes/kdb/codec/message.ts";
import type { QSettings } from "../../lib/local/tour/q/settings.ts";

export interface QServer extends AsyncDisposable {
  readonly port: number;
  /** Stands still as by SIGSTOP: the system still completes connections. */
  stop(): Promise<void>;
  resume(): void;
  kill(): Promise<void>;
  /** A client asks for something slow; resolves once the one thread is taken. */
  beBusyFor(seconds: number): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL("./q/serve.ts", import.meta.url));
const GREETING = Buffer.from("partner:\x03\0");
const LOOK_EVERY_MS = 5;
const STOPPING_MS = 50;

export async function startQ(settings: QSettings = {}): Promise<QServer> {
  const child = spawn(process.execPath, [PROGRAM, JSON.stringify(settings)], { stdio: ["pipe", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout });
  const nextLine = async () => String((await once(lines, "line"))[0]);
  const port = Number((await nextLine()).replace("port ", ""));
  const kill = async () => {
    child.kill("SIGKILL");
    await exited;
  };
  return {
    port,
    stop: async () => {
      child.kill("SIGSTOP");
      await stopped(child.pid ?? 0);
    },
    resume: () => void child.kill("SIGCONT"),
    kill,
    beBusyFor: async (seconds) => {
      const blocking = nextLine();
      const partner = connect(port, "127.0.0.1").on("error", () => undefined);
      partner.write(Buffer.concat([GREETING, encodeQuestion(`system"sleep ${seconds}"`)]));
      await blocking;
      partner.destroy();
    },
    [Symbol.asyncDispose]: kill,
  };
}

/** A signal takes a moment to be heard; Linux tells when it has been. */
async function stopped(pid: number): Promise<void> {
  if (process.platform !== "linux") return await delay(STOPPING_MS);
  while (!/\) T /.test(readFileSync(`/proc/${pid}/stat`, "utf8"))) await delay(LOOK_EVERY_MS);
}
