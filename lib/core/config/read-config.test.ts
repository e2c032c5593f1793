import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Check, Config } from "../model/check.ts";
import { readConfig } from "./read-config.ts";

const GOOD = globSync("good/*.yaml", { cwd: import.meta.dirname }).map((file) =>
  readFileSync(join(import.meta.dirname, file), "utf8"),
);
const FULL = readFileSync(join(import.meta.dirname, "good/full.yaml"), "utf8");
const HEAD = "name: acme\ncontacts: { oncall: { email: [oncall@acme.example] } }\ndefaults: { notify: [oncall] }\nchecks:\n";

describe("readConfig", () => {
  it.each(GOOD)("accepts a good file without a warning: %#", (text) => {
    expect(readConfig(text, "checks.yaml")).toMatchObject({ config: { name: "acme" }, warnings: [] });
  });

  it("fills in what is not written", () => {
    expect(configOf(`${HEAD}  - id: api\n    http: https://api.acme.example\n`)).toEqual({
      name: "acme",
      timezone: "UTC",
      language: "en",
      contacts: [{ name: "oncall", emails: ["oncall@acme.example"], phones: [] }],
      operators: ["oncall"],
      checks: [
        {
          id: "api",
          group: "",
          title: "api",
          kind: "http",
          target: {
            url: "https://api.acme.example",
            method: "GET",
            headers: {},
            redirects: 10,
            ip: "any",
            tls: { verify: true },
          },
          everyMs: 60_000,
          timeoutMs: 10_000,
          from: ["region"],
          notify: ["oncall"],
          expect: [{ fact: "status", matcher: { op: "oneOf", values: [{ from: 200, to: 299 }] } }],
          slow: [],
          alarm: { badDatapoints: 2, ofDatapoints: 3 },
          dependsOn: [],
          source: { file: "checks.yaml", line: 5 },
        },
      ],
    });
  });

  it("keeps of an absolute path the name alone, because messages show it", () => {
    const read = readConfig(
      "name: acme\nchecks:\n  - id: a\n    http: https://a.example/\n",
      "/home/somebody/secret/checks.yaml",
    );
    expect("config" in read && read.config.checks[0]?.source).toEqual({ file: "checks.yaml", line: 3 });
  });

  it("turns what is written into the nouns of the model", () => {
    const [checkout, database, cache, docs] = configOf(FULL).checks;
    expect(checkout).toMatchObject({
      group: "acme-prod",
      title: "결제 API",
      everyMs: 30_000,
      timeoutMs: 5_000,
      alarm: { badDatapoints: 2, ofDatapoints: 3 },
      dependsOn: ["acme-prod/database"],
      slow: [{ fact: "total", matcher: { op: "above", value: 2_000 } }],
      target: {
        method: "POST",
        headers: { Authorization: "Bearer ${secret:acme/api-key}", accept: "application/json" },
        redirects: 0,
        bodyLimitBytes: 65_536,
        ip: 4,
        tls: { verify: true, minVersion: "1.2", serverName: "api.acme.example" },
      },
      source: { file: "checks.yaml", line: 14 },
    });
    expect(database).toMatchObject({
      from: ["vpc"],
      target: { host: "db.acme.example", port: 5432, ip: 6 },
      alarm: { ofDatapoints: 5 },
    });
    expect(cache).toMatchObject({ everyMs: 300_000, target: { host: "2001:db8::7", port: 6379, ip: "any" }, expect: [] });
    expect(docs?.target).toMatchObject({ url: "HTTPS://docs.acme.example" });
  });

  it("flattens expectations, one a fact or path, with numbers in the unit of the fact", () => {
    expect(configOf(FULL).checks[0]?.expect).toEqual([
      { fact: "status", matcher: { op: "oneOf", values: [{ from: 200, to: 299 }, 404] } },
      { fact: "json", path: "$.status", matcher: { op: "oneOf", values: ["ok"] } },
      {
        fact: "json",
        path: "$.queue",
        matcher: {
          op: "all",
          matchers: [
            { op: "below", value: 100 },
            { op: "above", value: 0 },
          ],
        },
      },
      { fact: "json", path: "$.live", matcher: { op: "oneOf", values: [true] } },
      { fact: "headers", path: "content-type", matcher: { op: "contains", value: "json" } },
      { fact: "headers", path: "x-trace", matcher: { op: "exists", value: true } },
      { fact: "body", matcher: { op: "not", matcher: { op: "matches", pattern: "(?i)error" } } },
      {
        fact: "bodyBytes",
        matcher: {
          op: "all",
          matchers: [
            { op: "below", value: 1_000 },
            { op: "atLeast", value: 1 },
          ],
        },
      },
      { fact: "certificate.daysLeft", matcher: { op: "above", value: 14 } },
      {
        fact: "clockSkew",
        matcher: {
          op: "all",
          matchers: [
            { op: "above", value: -2_000 },
            { op: "below", value: 2_000 },
          ],
        },
      },
    ]);
  });

  it("keeps a status of one's own in place of the default, and reads lists and ranges in a text", () => {
    const statuses = expectOf('expect: { status: "302,200-299" }');
    expect(statuses).toEqual([{ fact: "status", matcher: { op: "oneOf", values: [302, { from: 200, to: 299 }] } }]);
  });

  it("takes 0 without a unit", () => {
    expect(expectOf("slow: { total: { above: 0 } }")).toEqual([expect.objectContaining({ fact: "status" })]);
  });

  it("warns without refusing", () => {
    const text = `name: acme\nchecks:\n  - id: api\n    http: { url: "https://a.example", headers: { x-api-key: abc } }\n`;
    const result = readConfig(text, "checks.yaml");
    expect(
      "config" in result && result.warnings.map(({ line, column, code, severity }) => ({ line, column, code, severity })),
    ).toEqual([
      { line: 3, column: 9, code: "nobody-is-told", severity: "warning" },
      { line: 4, column: 61, code: "literal-secret", severity: "warning" },
    ]);
  });

  it("never shows the value of a header or body", () => {
    const text = `${HEAD}  - id: api\n    http: { url: "https://a.example", headers: { x-api-key: 31337 }, body: [hunter2], tls: { key: hunter3 } }\n`;
    expect(JSON.stringify(readConfig(text, "checks.yaml"))).not.toMatch(/31337|hunter/);
  });

  it("takes a byte order mark and Windows line ends", () => {
    expect(readConfig(`\ufeff${FULL.replaceAll("\n", "\r\n")}`, "checks.yaml")).toMatchObject({ warnings: [] });
  });

  it("never throws, whatever it is given", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 500 }), (text) => isAnswer(readConfig(text, "x"))),
      { numRuns: 500 },
    );
  });

  it("never throws on a good file that was changed", () => {
    const pieces = [
      "",
      " ",
      "\t",
      "\n",
      ":",
      "- ",
      "[",
      "]",
      "{",
      "}",
      '"',
      "'",
      "&a ",
      "*a",
      "!",
      "#",
      "null",
      "0",
      "-1",
      "1e400",
      ".nan",
      "__proto__",
      "${",
      "$",
      "결",
    ];
    const change = fc.record({ at: fc.nat(FULL.length), remove: fc.nat(12), insert: fc.constantFrom(...pieces) });
    const property = fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
      const text = changes.reduce((old, { at, remove, insert }) => old.slice(0, at) + insert + old.slice(at + remove), FULL);
      return isAnswer(readConfig(text, "x"));
    });
    fc.assert(property, { numRuns: 500 });
  });
});

function configOf(text: string): Config {
  const result = readConfig(text, "checks.yaml");
  if ("problems" in result) throw new Error(JSON.stringify(result.problems, null, 2));
  return result.config;
}

function expectOf(line: string): Check["expect"] | undefined {
  return configOf(`${HEAD}  - id: api\n    http: https://api.acme.example\n    ${line}\n`).checks[0]?.expect;
}

/** A Config, or at least one error with a place. */
function isAnswer(result: ReturnType<typeof readConfig>): boolean {
  if ("config" in result) return result.config.checks.length > 0;
  return result.problems.some(({ severity, line, column }) => severity === "error" && line >= 1 && column >= 1);
}
