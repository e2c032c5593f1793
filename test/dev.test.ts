/** `bongsu dev` as people start it: a process of its own, real targets, a real database. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

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

  function pageOf(output: string): string {
    return /page {3}(http:\/\/\S+)/.exec(output)?.[1] ?? "";
  }

  async function stateAt(page: string): Promise<Record<string, { state: string; answers: number }>> {
    const { checks } = (await (await fetch(`${page}/api/state.json`)).json()) as {
      checks: { id: string; state: string; response: { answers: number } }[];
    };
    return Object.fromEntries(checks.map(({ id, state, response }) => [id, { state, answers: response.answers }]));
  }

  it("shows the tour with first results, ends with Ctrl-C, and goes on with its history at the next start", async () => {
    const first = start("--port", "0", "--data", "history");
    const output = await first.printed("first results in");
    expect(output).toMatch(/^bongsu \d+\.\d+\.\d+ {2}ready in \d\.\d s, no AWS account used\n/);
    expect(Number(/first results in (\d+\.\d) s/.exec(output)?.[1])).toBeLessThanOrEqual(3.1);
    expect(output).toContain("1 down, 1 slow, 2 fine.");
    const before = await stateAt(pageOf(output));
    expect(before["shop/checkout"]?.state).toBe("down");
    expect(await first.stop()).toBe(0);
    await expect(fetch(pageOf(output))).rejects.toThrow();

    const second = start("--port", "0", "--data", "history");
    const after = await stateAt(pageOf(await second.printed("first results in")));
    expect(after["shop/login"]?.answers).toBeGreaterThan(before["shop/login"]?.answers ?? 0);
    expect(await second.stop()).toBe(0);
  });

  it("tells of an outage in sentences", async () => {
    const target = createServer((_, response) => response.writeHead(503).end("db pool exhausted")).listen(0, "127.0.0.1");
    await once(target, "listening");
    const address = target.address();
    const port = typeof address === "object" ? address?.port : 0;
    writeFileSync(
      path.join(folder, "checks.yaml"),
      `name: acme\nchecks:\n  - id: acme/checkout\n    every: 10s\n    timeout: 2s\n    alarm: { after: 1 of 1 }\n    http: { url: "http://127.0.0.1:${port}/" }\n`,
    );
    const dev = start("--port", "0");
    const output = await dev.printed("next ");
    expect(output).toContain("✕ DOWN acme/checkout");
    expect(output).toMatch(/since \w+ \d+ \w+ [\d:]+ UTC, 1 run failed/);
    expect(output).toMatch(/why {3}expected status == .*, got 503/);
    expect(output).toContain("says  db pool exhausted");
    expect(await dev.stop()).toBe(0);
    target.close();
  });

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
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    const dev = start("--port", String(port), "--data", "history");
    expect(await dev.printed("is taken")).toContain(`(port ${port} is taken)`);
    const second = await start("--port", "0", "--data", "history").ended();
    expect(second.code).toBe(3);
    expect(second.output).toMatch(/in use by another "bongsu dev"/);
    expect(await dev.stop()).toBe(0);
    taken.close();
  });
});
