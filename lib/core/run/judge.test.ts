import { describe, expect, it } from "vitest";
import { httpCheck } from "../../../test/kit/checks.ts";
import type { Expectation } from "../model/expectation.ts";
import type { Facts } from "../model/fact.ts";
import type { Observation } from "../model/outcome.ts";
import { httpFacts } from "../probes/http/facts.ts";
import { judge } from "./judge.ts";

const seen: Observation = {
  phases: [
    { phase: "connect", ms: 40 },
    { phase: "server", ms: 2_300 },
  ],
  totalMs: 2_340,
  facts: {
    status: 200,
    headers: { "content-type": ["application/json"] },
    body: '{"status":"ok","queue":5,"items":[{"ok":true},{"ok":false}]}',
  },
  evidence: {},
};

function judgeWith(expect: Expectation[], part: { facts?: Facts; slow?: Expectation[] } = {}) {
  const check = httpCheck("http://127.0.0.1/", { expect, slow: part.slow ?? [] });
  return judge(check, { ...seen, facts: { ...seen.facts, ...part.facts } }, httpFacts);
}

const json = (path: string, matcher: Expectation["matcher"]): Expectation => ({ fact: "json", path, matcher });

describe("judge", () => {
  it("tells behind an unexpected value what another fact says of it", async () => {
    const specs = { ...httpFacts, health: { shape: "text", unit: "none", doc: "Health.", explainedBy: "unwell" } } as const;
    const check = httpCheck("http://127.0.0.1/", { expect: [{ fact: "health", matcher: { op: "oneOf", values: ["UP"] } }] });
    const down = await judge(check, { ...seen, facts: { health: "DOWN", unwell: "db is DOWN" } }, specs);
    expect(down.breaches).toEqual([{ expected: 'health == "UP"', actual: '"DOWN" (db is DOWN)' }]);
    const silent = await judge(check, { ...seen, facts: { health: "DOWN" } }, specs);
    expect(silent.breaches).toEqual([{ expected: 'health == "UP"', actual: '"DOWN"' }]);
  });

  it("is up when every expectation holds", async () => {
    const verdict = await judgeWith([
      json("$.status", { op: "oneOf", values: ["ok"] }),
      json("$.queue", { op: "below", value: 100 }),
    ]);
    expect(verdict).toMatchObject({ status: "up", breaches: [] });
  });

  it("is down when one does not, and says expected against actual", async () => {
    const verdict = await judgeWith([{ fact: "status", matcher: { op: "oneOf", values: [{ from: 200, to: 299 }] } }], {
      facts: { status: 503 },
    });
    expect(verdict).toMatchObject({
      status: "down",
      failure: { phase: "judged", code: "expectation-unmet", message: "expected status == 200-299, got 503" },
      breaches: [{ expected: "status == 200-299", actual: "503" }],
    });
  });

  it("is slow, not down, when only a slow rule holds", async () => {
    const verdict = await judgeWith([], { slow: [{ fact: "total", matcher: { op: "above", value: 2_000 } }] });
    expect(verdict).toMatchObject({ status: "slow", breaches: [{ expected: "total <= 2s", actual: "2340 ms" }] });
    expect(verdict.failure).toBeUndefined();
  });

  it("is unknown when the failure is our own", async () => {
    const check = httpCheck("http://127.0.0.1/");
    const failure = { phase: "prober", code: "prober-fault", message: "x" } as const;
    expect(await judge(check, { ...seen, failure }, httpFacts)).toMatchObject({ status: "unknown" });
  });

  it("22. calls a body that is not JSON by that name, and never throws", async () => {
    for (const body of ["", "<html>502</html>", "😀", "{", "nul"]) {
      const verdict = await judgeWith([json("$.status", { op: "oneOf", values: ["ok"] })], { facts: { body } });
      expect(verdict.status).toBe("down");
      expect(verdict.breaches[0]?.actual).toMatch(/not JSON|no JSON/);
    }
  });

  it("23. addresses a root that is a text, a list or true", async () => {
    expect(await judgeWith([json("$", { op: "oneOf", values: ["x"] })], { facts: { body: '"x"' } })).toMatchObject({
      status: "up",
    });
    expect(await judgeWith([json("$[1]", { op: "oneOf", values: [2] })], { facts: { body: "[1,2]" } })).toMatchObject({
      status: "up",
    });
    expect(await judgeWith([json("$", { op: "oneOf", values: [true] })], { facts: { body: "true" } })).toMatchObject({
      status: "up",
    });
  });

  it("24. a missing path in a comparison is a breach, never 0", async () => {
    const verdict = await judgeWith([json("$.missing", { op: "below", value: 100 })]);
    expect(verdict).toMatchObject({ status: "down", breaches: [{ expected: "json $.missing < 100", actual: "missing" }] });
  });

  it("27. judges a pattern on the body and a JSON path of the same body, both", async () => {
    const both = [
      { fact: "body", matcher: { op: "matches", pattern: "queue" } } as const,
      json("$.queue", { op: "below", value: 3 }),
    ];
    expect(await judgeWith(both)).toMatchObject({ status: "down", breaches: [{ expected: "json $.queue < 3", actual: "5" }] });
  });

  it("28. a path that walks through a text finds nothing", async () => {
    const verdict = await judgeWith([json("$.status.x", { op: "exists", value: true })]);
    expect(verdict).toMatchObject({ status: "down", breaches: [{ actual: "missing" }] });
  });

  it("demands of every value that a path selects", async () => {
    const verdict = await judgeWith([json("$.items[*].ok", { op: "oneOf", values: [true] })]);
    expect(verdict).toMatchObject({ status: "down", breaches: [{ actual: "false" }] });
  });

  it("19. finds a header whatever the case in which the server wrote it", async () => {
    const type: Expectation = { fact: "headers", path: "content-type", matcher: { op: "contains", value: "json" } };
    expect(await judgeWith([type])).toMatchObject({ status: "up" });
  });

  it("is not fooled by headers named like an object's own members", async () => {
    const rule: Expectation = { fact: "headers", path: "constructor", matcher: { op: "exists", value: true } };
    expect(await judgeWith([rule])).toMatchObject({ status: "down" });
  });

  it("keeps times as facts, and forgets bodies and headers", async () => {
    const { facts } = await judgeWith([]);
    expect(facts).toEqual({ status: 200, total: 2_340, connect: 40, server: 2_300 });
  });

  it("matches hostile patterns in linear time", async () => {
    const body = `${"a".repeat(50_000)}!`;
    const verdict = await judgeWith([{ fact: "body", matcher: { op: "matches", pattern: "^(a+)+$" } }], { facts: { body } });
    expect(verdict.status).toBe("down");
  });

  it("survives JSON nested deeper than any stack", async () => {
    const verdict = await judgeWith([json("$..x", { op: "exists", value: true })], { facts: { body: "[".repeat(200_000) } });
    expect(verdict.breaches[0]?.actual).toBe("JSON nested deeper than 100 levels");
  });

  it.each([
    ["as deep as is read at all", "$..x", `${"[".repeat(99)}{"x":1}${"]".repeat(99)}`],
    ["with more members than fit on the stack", "$..*", `[${"1,".repeat(150_000)}1]`],
  ])("follows a path into JSON %s: no answer can make it throw, and so hide behind unknown", async (_, path, body) => {
    expect(await judgeWith([json(path, { op: "exists", value: true })], { facts: { body } })).toMatchObject({ status: "up" });
  });
});
