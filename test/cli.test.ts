/** The commands as a user starts them: real processes, their output and their exit codes. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Outcome } from "../lib/core/model/outcome.ts";
import { closedPort, startHttp, startTcp } from "./kit/servers.ts";

const PROGRAM = join(import.meta.dirname, "../bin/bongsu.ts");
const folder = mkdtempSync(join(tmpdir(), "bongsu-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Result {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

function bongsu(...args: string[]): Promise<Result> {
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], { cwd: folder }, (error, out, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, error: stderr });
    });
  });
}

function outcomesOf({ out }: Result): Outcome[] {
  const parsed: { schemaVersion: number; outcomes: Outcome[] } = JSON.parse(out);
  expect(parsed.schemaVersion).toBe(1);
  return parsed.outcomes;
}

function write(name: string, ...lines: string[]): string {
  writeFileSync(join(folder, name), `${lines.join("\n")}\n`);
  return name;
}

describe("bongsu run", () => {
  it("prints one Outcome as JSON whose phases add up to its total within 1 ms", async () => {
    await using server = await startHttp((_, response) => response.end("ok"));
    const result = await bongsu("run", `http://127.0.0.1:${server.port}/`, "--json");
    const [outcome, ...others] = outcomesOf(result);
    expect(others).toEqual([]);
    expect(outcome).toMatchObject({ kind: "http", location: "local", status: "up", breaches: [], facts: { status: 200 } });
    const sumMs = outcome?.phases.reduce((sum, { ms }) => sum + ms, 0) ?? Number.NaN;
    expect(Math.abs(sumMs - (outcome?.totalMs ?? Number.NaN))).toBeLessThan(1);
    expect(result.code).toBe(0);
  });

  it("exits with 1 when a check fails, and says why within 80 columns", async () => {
    await using server = await startHttp((_, response) => response.writeHead(503).end('{"reason":"db pool exhausted"}'));
    const { code, out } = await bongsu("run", `http://127.0.0.1:${server.port}/health`);
    expect(code).toBe(1);
    expect(out).toContain("✕ DOWN");
    expect(out).toContain("✕ status == 200-299          got 503");
    expect(out).toContain('{"reason":"db pool exhausted"}');
    expect(out).not.toContain("\u001b[");
    for (const line of out.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("runs the file in its order, or the ids that are named", async () => {
    await using server = await startHttp((_, response) => response.end());
    const file = write(
      "two.yaml",
      "name: acme",
      "checks:",
      "  - id: acme/closed",
      `    tcp: 127.0.0.1:${await closedPort()}`,
      "  - id: acme/open",
      `    http: http://127.0.0.1:${server.port}/`,
    );
    const all = await bongsu("run", "-c", file, "--json");
    expect(outcomesOf(all).map(({ check, status }) => `${check} ${status}`)).toEqual(["acme/closed down", "acme/open up"]);
    expect(all.code).toBe(1);
    const one = await bongsu("run", "acme/open", "-c", file, "--json");
    expect(outcomesOf(one).map(({ check }) => check)).toEqual(["acme/open"]);
    expect(one.code).toBe(0);
  });

  it("gives the target its whole timeout on the first run too, when the probe is still to be loaded", async () => {
    await using silent = await startTcp(() => undefined);
    const file = write(
      "silent.yaml",
      "name: acme",
      `checks: [{ id: acme/silent, every: 10s, timeout: 6s, http: http://127.0.0.1:${silent.port}/ }]`,
    );
    const [outcome] = outcomesOf(await bongsu("run", "-c", file, "--json"));
    expect(outcome).toMatchObject({ status: "down", failure: { code: "response-timed-out" } });
    expect(outcome?.totalMs).toBeGreaterThan(5_990);
  });

  it("exits with 2 when the configuration is wrong", async () => {
    const { code, error } = await bongsu(
      "run",
      "-c",
      write("wrong.yaml", "name: acme", "checks: [{ id: a, every: 60, http: https://x.example }]"),
    );
    expect(code).toBe(2);
    expect(error).toContain("wrong.yaml:2:26  unit-missing");
  });

  it("exits with 3 when it could not run: no file, no such id, wrong usage, a secret that is not there", async () => {
    expect(await bongsu("run", "-c", "missing.yaml")).toMatchObject({ code: 3, error: expect.stringContaining("missing.yaml") });
    const file = write(
      "one.yaml",
      "name: acme",
      "checks: [{ id: acme/api, http: { url: http://127.0.0.1:1/, headers: { x-key: '${env:BONGSU_UNSET}' } } }]",
    );
    expect(await bongsu("run", "acme/apo", "-c", file)).toMatchObject({
      code: 3,
      error: expect.stringContaining("Did you mean acme/api?"),
    });
    expect((await bongsu("run", "--nonsense")).code).toBe(3);
    const unknown = await bongsu("run", "-c", file, "--json");
    expect(outcomesOf(unknown)).toMatchObject([{ status: "unknown", failure: { code: "secret-unavailable" } }]);
    expect(unknown.code).toBe(3);
  });

  it("141. never prints a secret, not even when the server sends it back", async () => {
    await using server = await startHttp((request, response) =>
      response.writeHead(500).end(`you sent ${request.headers["x-key"]}`),
    );
    const file = write(
      "secret.yaml",
      "name: acme",
      `checks: [{ id: acme/api, http: { url: http://127.0.0.1:${server.port}/, headers: { x-key: '\${env:HOME_KEY}' } } }]`,
    );
    process.env.HOME_KEY = "hunter2-hunter2";
    const { out, error } = await bongsu("run", "-c", file, "--json");
    delete process.env.HOME_KEY;
    expect(out).toContain("you sent ***");
    expect(out + error).not.toContain("hunter2");
  });
});

describe("bongsu validate", () => {
  it("prints problems as JSON with exactly the promised fields", async () => {
    const { code, out } = await bongsu(
      "validate",
      "--json",
      "-c",
      write("typo.yaml", "name: acme", "checks: [{ id: a, htpp: https://x.example }]"),
    );
    const { schemaVersion, problems }: { schemaVersion: number; problems: Record<string, unknown>[] } = JSON.parse(out);
    expect(schemaVersion).toBe(1);
    expect(Object.keys(problems[0] ?? {})).toEqual(["file", "line", "column", "code", "severity", "message", "fix"]);
    expect(problems).toContainEqual(
      expect.objectContaining({ file: "typo.yaml", line: 2, code: "unknown-key", severity: "error" }),
    );
    expect(code).toBe(2);
  });
});

describe("bongsu init", () => {
  it("writes a file that validates, and never overwrites one", async () => {
    expect((await bongsu("init", "-c", "fresh.yaml")).code).toBe(0);
    expect((await bongsu("validate", "-c", "fresh.yaml")).code).toBe(0);
    expect((await bongsu("init", "-c", "fresh.yaml")).code).toBe(3);
  });
});
