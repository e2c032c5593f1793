/** `bongsu dev` as people start it: a process of its own, real targets, a real database. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startHttp } from "./kit/servers.ts";

const BONGSU = path.resolve(import.meta.dirname, "../bin/bongsu.ts");

interface Started {
  readonly child: ChildProcess;
  /** Everything printed until the text appears; rejects when the process ends first. */
  printed(text: string): Promise<string>;
  /** Presses Ctrl-C, and resolves with the exit code. */
  stop(): Promise<number>;
  /** Resolves with exit code and output when it ends by itself. */
  ended(): Promise<{ code: number; output: string }>;
}

describe("bongsu dev", () => {
  let folder: string;
  let children: ChildProcess[];

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "bongsu-dev-"));
    children = [];
  });

  afterEach(() => {
    for (const child of children) child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  function start(...words: string[]): Started {
    const child = spawn(process.execPath, [BONGSU, "dev", ...words], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    children.push(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        child.emit("printed");
      });
    }
    const exit = once(child, "close").then(([code]) => Number(code));
    const printed = async (text: string) => {
      while (!output.includes(text)) {
        if (child.exitCode !== null) throw new Error(`ended with ${child.exitCode} before it printed ${text}:\n${output}`);
        await Promise.race([once(child, "printed"), exit]);
      }
      return output;
    };
    const stop = () => {
      child.kill("SIGINT");
      return exit;
    };
    return { child, printed, stop, ended: async () => ({ code: await exit, output }) };
  }

  function writeChecks(port: number): void {
    const target = `every: 10s\n    timeout: 2s\n    alarm: { after: 1 of 1 }\n    http: { url: "http://127.0.0.1:${port}/" }`;
    writeFileSync(path.join(folder, "checks.yaml"), `name: acme\nchecks:\n  - id: acme/checkout\n    ${target}\n`);
  }

  function pageOf(output: string): string {
    return /page {3}(http:\/\/\S+)/.exec(output)?.[1] ?? "";
  }

  async function stateAt(page: string): Promise<Record<string, { state: string; answers: number }>> {
    const { checks } = (await (await fetch(`${page}/api/state.json`)).json()) as {
      checks: { id: string; state: string; response: { answers: number } }[];
    };
    return Object.fromEntries(checks.map(({ id, state, response }) => [id, { state, answers: response.answers }]));
  }

  it("shows the tour with first results in a time of its own, and leaves no process and no file behind", async () => {
    const tour = start("--port", "0");
    const output = await tour.printed("first results in");
    expect(output).toMatch(/^bongsu \d+\.\d+\.\d+ {2}ready in \d+\.\d s, no AWS account used\n/);
    expect(output).toContain("  data   in memory, forgotten at the end\n");
    expect(output).toMatch(
      / {2}tour {3}This is a tour: .* an hour\n {9}passes in a minute\.\n {2}yours {2}There is no checks\.yaml here: npx bongsu init writes one\.\n/,
    );
    expect(Number(/first results in (\d+\.\d) s/.exec(output)?.[1])).toBeLessThanOrEqual(3.1);
    const markup = await (await fetch(pageOf(output))).text();
    expect(markup).toContain("an hour passes in a minute");
    expect(Object.keys(await stateAt(pageOf(output)))).toEqual(
      expect.arrayContaining(["orders/export", "sms/threads", "ticks/server"]),
    );
    const actors = childrenOf(tour.child.pid ?? 0);
    expect(actors).toHaveLength(7);
    const stoppedAtMs = performance.now();
    expect(await tour.stop()).toBe(0);
    expect(performance.now() - stoppedAtMs).toBeLessThan(3_000);
    expect(actors.filter(isAlive)).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
    await expect(fetch(pageOf(output))).rejects.toThrow();
  });

  it("takes the tour's processes along when it is killed hard", async () => {
    const tour = start("--port", "0");
    await tour.printed("first results in");
    const actors = childrenOf(tour.child.pid ?? 0);
    tour.child.kill("SIGKILL");
    await tour.ended();
    await expect.poll(() => actors.filter(isAlive), { timeout: 10_000 }).toEqual([]);
  });

  it("acceptance 2: shows its page with every check while the first results are still on their way", async () => {
    const held: (() => void)[] = [];
    await using target = await startHttp((_, response) => held.push(() => response.end("ok")));
    writeChecks(target.port);
    const dev = start("--port", "0");
    const before = await dev.printed("  data ");
    expect(before).not.toContain("first results in");
    const markup = await (await fetch(pageOf(before))).text();
    expect(markup).toContain("acme/checkout");
    expect(markup).toContain("first run is on its way");
    await expect.poll(() => held.length).toBeGreaterThan(0);
    for (const release of held) release();
    expect(await dev.printed("first results in")).toContain("The one check is fine.");
    expect(await dev.stop()).toBe(0);
  });

  it("goes on with its history at the next start", async () => {
    await using target = await startHttp((_, response) => response.end("ok"));
    writeChecks(target.port);
    const first = start("--port", "0", "--data", "history");
    const before = await stateAt(pageOf(await first.printed("first results in")));
    expect(await first.stop()).toBe(0);
    const second = start("--port", "0", "--data", "history");
    const after = await stateAt(pageOf(await second.printed("first results in")));
    expect(after["acme/checkout"]?.answers).toBeGreaterThan(before["acme/checkout"]?.answers ?? 0);
    expect(await second.stop()).toBe(0);
  });

  it("tells of an outage in sentences, once it has waited for others of the same cause", async () => {
    await using target = await startHttp((_, response) => response.writeHead(503).end("db pool exhausted"));
    writeChecks(target.port);
    const dev = start("--port", "0");
    const output = await dev.printed("next ");
    expect(output).toContain("✕ DOWN acme/checkout");
    expect(output).toMatch(/since \w+ \d+ \w+ [\d:]+ UTC, \d+ s, \d of \d runs failed/);
    expect(output).toMatch(/what {2}GET .*expected status .*got\s+503/);
    expect(output).toContain("db pool exhausted");
    expect(output).toContain("tried again just now: the same");
    expect(await dev.stop()).toBe(0);
  }, 90_000);

  it("ends with 2 and every problem when the configuration is wrong, and with 3 when it cannot be read", async () => {
    writeFileSync(path.join(folder, "wrong.yaml"), "name: acme\nchecks:\n  - id: a\n    htp: https://a.example/\n");
    const wrong = await start("--port", "0", "-c", "wrong.yaml").ended();
    expect(wrong.code).toBe(2);
    expect(wrong.output).toMatch(/wrong\.yaml:4:5/);
    const missing = await start("--port", "0", "-c", "missing.yaml").ended();
    expect(missing.code).toBe(3);
    expect(missing.output).toContain("missing.yaml");
  });

  it("takes the next port and says so, and refuses a history that another one keeps", async () => {
    await using taken = await startHttp((_, response) => response.end("ok"));
    writeChecks(taken.port);
    const dev = start("--port", String(taken.port), "--data", "history");
    expect(await dev.printed("is taken")).toContain(`(port ${taken.port} is taken)`);

    const second = await start("--port", "0", "--data", "history").ended();
    expect(second.code).toBe(3);
    expect(second.output).toMatch(/in use by another "bongsu dev"/);
    expect(await dev.stop()).toBe(0);
  });
});

/** Processes that a process has started. */
function childrenOf(parent: number): number[] {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  const rows = lines.map((line) => line.trim().split(/\s+/));
  return rows.filter(([, ppid, ...words]) => Number(ppid) === parent && words[0] !== "ps").map(([pid]) => Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
