/** MiniStack, an emulator of AWS from PyPI, in a virtual environment of its own: one process, all state in memory. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { closedPort } from "../kit/servers.ts";
import { type Environment, PATH, ROOT, runWell } from "./run.ts";

export const REGION = "eu-west-1";

export interface Emulator extends AsyncDisposable {
  readonly endpoint: string;
  /** With which any SDK and command speaks to it. */
  readonly env: Environment;
}

const REQUIREMENTS = join(ROOT, "test/deploy/requirements.txt");
const PROGRAM = join(ROOT, "test/deploy/emulator.py");
const READY_WITHIN_MS = 30_000;
const ENDS_WITHIN_MS = 15_000;
const LOOK_EVERY_MS = 100;

/** Its log is `emulator.log` in the folder. */
export async function startEmulator(folder: string): Promise<Emulator> {
  const [python, port] = await Promise.all([installed(), closedPort()]);
  const home = { HOME: folder, TMPDIR: folder };
  const child = spawn(python, [PROGRAM], { cwd: folder, env: { ...home, ...settings(port) }, stdio: ["pipe", "pipe", "pipe"] });
  const log = createWriteStream(join(folder, "emulator.log"));
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const exited = once(child, "exit");
  const stop = async () => {
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), ENDS_WITHIN_MS);
    await exited;
    clearTimeout(late);
    log.end();
  };
  const endpoint = `http://127.0.0.1:${port}`;
  if (!(await isReady(endpoint))) {
    await stop();
    throw new Error(`The emulator did not start:\n${readFileSync(join(folder, "emulator.log"), "utf8")}`);
  }
  return { endpoint, env: { ...home, ...environmentOf(endpoint) }, [Symbol.asyncDispose]: stop };
}

/** Functions inherit all of it, so there is nothing more. */
function settings(port: number): Environment {
  return {
    ...{ PATH, PYTHONUNBUFFERED: "1", BIND_HOST: "127.0.0.1", GATEWAY_PORT: String(port), MINISTACK_HOST: "127.0.0.1" },
    ...{ MINISTACK_REGION: REGION, LAMBDA_EXECUTOR: "local", IOT_MTLS_ENABLED: "0" },
  };
}

function environmentOf(endpoint: string): Environment {
  return {
    ...{ PATH, AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
    ...{ AWS_REGION: REGION, AWS_DEFAULT_REGION: REGION, AWS_EC2_METADATA_DISABLED: "true" },
  };
}

/** Python with MiniStack, kept beside the packages of npm until what it consists of changes. */
async function installed(): Promise<string> {
  const version = createHash("sha256").update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 12);
  const kept = join(ROOT, "node_modules/.cache", `ministack-${version}`);
  if (existsSync(kept)) return join(kept, "bin/python");
  const made = `${kept}-${process.pid}`;
  mkdirSync(made, { recursive: true });
  try {
    const options = { env: { ...process.env, PIP_DISABLE_PIP_VERSION_CHECK: "1" } as Environment };
    await runWell(["python3", "-m", "venv", made], options);
    await runWell([join(made, "bin/python"), "-m", "pip", "install", "--quiet", "--no-deps", "-r", REQUIREMENTS], options);
    renameSync(made, kept);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
  return join(kept, "bin/python");
}

async function isReady(endpoint: string): Promise<boolean> {
  const end = performance.now() + READY_WITHIN_MS;
  while (performance.now() < end) {
    const isUp = await fetch(`${endpoint}/_ministack/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) return true;
    await delay(LOOK_EVERY_MS);
  }
  return false;
}
