/** Other programs, each with its deadline and an environment that holds nothing of whoever runs the test. */
import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** `node` is the one that runs this test, for programs and for functions alike. */
export const PATH = [dirname(process.execPath), join(ROOT, "node_modules/.bin"), "/usr/local/bin", "/usr/bin", "/bin"].join(":");

export type Environment = Readonly<Record<string, string>>;

export interface RunOptions {
  readonly env: Environment;
  readonly cwd?: string;
  readonly timeoutMs?: number;
}

export interface Ran {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

const TIMEOUT_MS = 120_000;
const OUTPUT_MAX_BYTES = 16_777_216;

/** Whatever its exit code. */
export function run(command: readonly [string, ...string[]], options: RunOptions): Promise<Ran> {
  const { env, cwd = ROOT, timeoutMs = TIMEOUT_MS } = options;
  const [program, ...parameters] = command;
  const limits = { timeout: timeoutMs, maxBuffer: OUTPUT_MAX_BYTES, killSignal: "SIGKILL" } as const;
  return new Promise((resolve) => {
    execFile(program, parameters, { env, cwd, ...limits }, (error, output, errors) => {
      const code = error === null ? 0 : error.code;
      const said = error === null || typeof code === "number" ? errors : `${errors}\n${error.message}`;
      resolve({ exitCode: typeof code === "number" ? code : -1, output, errors: said });
    });
  });
}

/** What it printed. Throws what it said if it failed. */
export async function runWell(command: readonly [string, ...string[]], options: RunOptions): Promise<string> {
  const { exitCode, output, errors } = await run(command, options);
  if (exitCode !== 0) throw new Error(`${command.join(" ")} ended with ${exitCode}:\n${output}\n${errors}`);
  return output;
}
