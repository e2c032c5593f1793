import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { aCase, aFailedRun, anUnmetRun, aRun, everyMinute, HOUR_MS } from "../../test/kit/case-files.ts";
import { explain } from "./explain.ts";

const folder = mkdtempSync(join(tmpdir(), "bongsu-explain-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function explained(content: unknown, json = false) {
  const file = join(folder, "x.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return await run(file, json);
}

async function run(file: string, json = false) {
  const out: string[] = [];
  const error: string[] = [];
  const output = {
    write: (text: string) => void out.push(text),
    error: (text: string) => void error.push(text),
    hasColor: false,
  };
  const code = await explain({ file, json, output });
  return { code, out: out.join(""), error: error.join("") };
}

const refused = aFailedRun("connect-refused", {
  phases: { dns: 4, connect: 1 },
  message: "203.0.113.7:443 refused the connection",
});

describe("bongsu explain", () => {
  it("says which causes fit what `run --json` printed, what is ruled out and what was rejected", async () => {
    const outcomes = [refused, aRun({ check: "acme/login", evidence: { request: "GET https://login.acme.example/" } })];
    const { code, out } = await explained({ schemaVersion: 1, outcomes });
    expect(code).toBe(1);
    expect(out.split("\n")).toEqual([
      "✕ DOWN acme/checkout from eu-west-1",
      "  seen      203.0.113.7:443 refused the connection",
      "  fired     not-listening, likely: Nothing listens on this port: the process is",
      "            not running, or uses another port.",
      "  because   203.0.113.7:443 refused the connection",
      "  next      See whether the process runs, and when it last started.",
      "            See whether port and deployment have changed.",
      "  ruled out DNS (answered in 4 ms)",
      "            our own prober (1 other check on it passes)",
      "",
      "✓ OK acme/login from eu-west-1",
      "  fired     no rule: nothing is wrong",
      "",
      "",
    ]);
  });

  it("takes one outcome, and says plainly that no pattern is known", async () => {
    const { code, out } = await explained(aFailedRun("response-malformed", { phases: { connect: 11, server: 20 } }));
    expect(code).toBe(1);
    expect(out).toContain("no rule: no known pattern");
    expect(out).toContain("ruled out network (TCP in 11 ms)");
  });

  it("takes a case file, with the numbers that speak against what was rejected", async () => {
    const stale = anUnmetRun("ageMs < 15m", "3 h", { kind: "s3", facts: { ageMs: 3 * HOUR_MS } });
    const slowHours = { verdict: "no-pattern", days: 7 } as const;
    const { out } = await explained({ schemaVersion: 1, ...aCase({ check: { kind: "s3", outcomes: [stale], slowHours } }) });
    expect(out).toContain("writer-stopped, likely");
    expect(out).toContain("  rejected  busy-hour: no hour stood out in 7 days");
  });

  it("sees a check's runs together, newest first whatever their order in the file", async () => {
    const stalls = everyMinute(3, 0, (ago) =>
      aFailedRun("handshake-timed-out", { ago, kind: "kdb", phases: { connect: 1, handshake: 9_999 } }),
    );
    const { out } = await explained({ schemaVersion: 1, outcomes: stalls.toReversed() });
    expect(out).toContain("not-serving, likely");
    expect(out).toContain("3 runs in a row ended so (handshake-timed-out)");
  });

  it("prints the diagnosis as JSON, free of language", async () => {
    const { code, out } = await explained({ schemaVersion: 1, outcomes: [refused] }, true);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: 1,
      explanations: [
        {
          check: "acme/checkout",
          status: "down",
          diagnosis: { findings: [{ cause: "not-listening", layer: "target", confidence: "likely" }] },
        },
      ],
    });
  });

  it("exits with 0 when nothing is wrong", async () => {
    expect((await explained({ schemaVersion: 1, outcomes: [aRun()] })).code).toBe(0);
  });

  it.each<[string, unknown]>([
    ["no JSON", "not json"],
    ["nothing at all", ""],
    ["no outcomes", { schemaVersion: 1, outcomes: [] }],
    ["something else", { schemaVersion: 1, problems: [] }],
    ["another version", { schemaVersion: 2, outcomes: [refused] }],
    ["half an outcome", { schemaVersion: 1, outcomes: [{ ...refused, phases: [{ phase: "dns" }] }] }],
    ["evidence of the wrong shape", { schemaVersion: 1, outcomes: [{ ...refused, evidence: { attempts: 5 } }] }],
    ["a moment beyond all dates", { schemaVersion: 1, outcomes: [{ ...refused, startedAtEpochMs: 1e300 }] }],
    ["a case in a zone that does not exist", { ...aCase({ check: { outcomes: [refused] } }), timezone: "Mars/Olympus" }],
    ["a bare list", [refused]],
  ])("refuses a file that holds %s, in one sentence", async (_, content) => {
    const { code, out, error } = await explained(content);
    expect([code, out]).toEqual([3, ""]);
    expect(error).toMatch(/^.+x\.json holds no .+\n$/);
  });

  it("refuses a file that is not there", async () => {
    const { code, error } = await run(join(folder, "missing.json"));
    expect([code, error]).toEqual([3, expect.stringContaining("cannot be read (ENOENT)")]);
  });

  it("lets no foreign text move the cursor or add a line", async () => {
    const failure = { ...refused.failure, message: "\u001b[2Jgone\nfired     all is well" };
    const { out } = await explained({ schemaVersion: 1, outcomes: [{ ...refused, check: "a\u202E\u001b[31m", failure }] });
    expect(out).not.toContain("\u001b");
    expect(out).not.toMatch(/^fired/m);
    expect(out.split("\n")[0]).toBe("✕ DOWN a from eu-west-1");
  });
});
