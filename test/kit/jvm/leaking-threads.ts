/** A real JVM that leaks threads (LeakingThreads.java), for tests that have a JDK. */
import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const START_TIMEOUT_MS = 25_000;

/** Whether this computer has a JDK that runs a source file and takes dumps. */
export const hasJdk = ["java", "jstack"].every((tool) => spawnSync(tool, ["--help"]).error === undefined);

export interface LeakingJvm extends AsyncDisposable {
  /** `http://127.0.0.1:38067` */
  readonly origin: string;
  /** What `jstack -l` prints. */
  jstack(): Promise<string>;
}

export interface LeakingJvmOptions {
  readonly leakedThreads: number;
  /** Its health is DOWN with more threads than these. */
  readonly healthyThreads?: number;
}

export async function startLeakingJvm({ leakedThreads, healthyThreads = 10_000 }: LeakingJvmOptions): Promise<LeakingJvm> {
  const source = join(import.meta.dirname, "LeakingThreads.java");
  const child = spawn("java", ["-Xmx256m", source, String(leakedThreads), String(healthyThreads)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exit = once(child, "exit");
  const [port] = await once(createInterface(child.stdout), "line", { signal: AbortSignal.timeout(START_TIMEOUT_MS) });
  return {
    origin: `http://127.0.0.1:${port}`,
    jstack: async () => (await promisify(execFile)("jstack", ["-l", String(child.pid)])).stdout,
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      await exit;
    },
  };
}
