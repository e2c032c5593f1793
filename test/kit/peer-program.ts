/** Other people's programs, as they really are, for tests on computers that have them. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

const START_TIMEOUT_MS = 20_000;

export interface PeerProgram extends AsyncDisposable {
  /** `http://127.0.0.1:38067` */
  readonly origin: string;
  readonly pid: number;
}

export function isInstalled(program: string): boolean {
  return spawnSync(program, ["--version"]).error === undefined;
}

/** For `describe.skipIf`: what is compared, or plainly that nothing is. */
export function peerTitle(peer: string, { isHere, packageName }: { isHere: boolean; packageName: string }): string {
  return isHere ? peer : `${peer} (skipped: nothing is compared, because Debian's ${packageName} is not installed here)`;
}

/** A program of the Prometheus family, on a port of its own choice that it names in its log. */
export async function startPeerProgram(program: string, args: readonly string[] = []): Promise<PeerProgram> {
  const child = spawn(program, ["--web.listen-address=127.0.0.1:0", ...args], { stdio: ["ignore", "ignore", "pipe"] });
  const exited = once(child, "exit");
  const kill = async () => {
    child.kill("SIGKILL");
    await exited;
  };
  const address = await addressInLog(child).catch(async (error: unknown) => {
    await kill();
    throw error;
  });
  return { origin: `http://${address}`, pid: child.pid ?? 0, [Symbol.asyncDispose]: kill };
}

/** Reads the log for as long as it is written, so that it never fills. */
function addressInLog({ stderr }: Pick<ChildProcess, "stderr">): Promise<string> {
  return new Promise((resolve, reject) => {
    if (stderr === null) return reject(new Error("the program has no log"));
    const timer = setTimeout(() => reject(new Error("the program never said where it listens")), START_TIMEOUT_MS);
    createInterface(stderr).on("line", (line) => {
      const address = /msg="Listening on" address=(\S+)/.exec(line)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
  });
}
