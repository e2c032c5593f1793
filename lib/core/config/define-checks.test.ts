import { describe, expect, it } from "vitest";
import { ConfigError } from "./config-error.ts";
import { defineChecks } from "./define-checks.ts";
import type { ChecksInput } from "./schema.ts";

const GOOD: ChecksInput = {
  name: "acme",
  contacts: { oncall: { email: ["oncall@acme.example"] } },
  defaults: { notify: ["oncall"] },
  checks: [
    {
      id: "api",
      http: { url: "https://api.acme.example", method: "head" },
      expect: { status: [200, "300-399"], certificate: { daysLeft: { above: 14 } } },
    },
    { id: "db", tcp: "db.acme.example:5432", slow: { connect: { above: "500ms" } }, dependsOn: ["api"] },
  ],
};

describe("defineChecks", () => {
  it("makes the same Config as a file, without places in a file", () => {
    const config = defineChecks(GOOD);
    expect(config.checks.map(({ id, kind, everyMs }) => ({ id, kind, everyMs }))).toEqual([
      { id: "api", kind: "http", everyMs: 60_000 },
      { id: "db", kind: "tcp", everyMs: 60_000 },
    ]);
    expect(config.checks[0]).not.toHaveProperty("source");
  });

  it("takes keys that are undefined as absent", () => {
    expect(defineChecks({ ...GOOD, timezone: undefined }).timezone).toBe("UTC");
  });

  it("throws one error with every problem, each with its path", () => {
    const wrong: ChecksInput = {
      ...GOOD,
      checks: [
        { id: "api", http: { url: "api.acme.example" }, expect: { json: { queue: 1 } } },
        { id: "db", tcp: "db.acme.example:5432", every: "45s", dependsOn: ["apo"] },
      ],
    };
    const error = thrownBy(() => defineChecks(wrong));
    expect(error).toBeInstanceOf(ConfigError);
    const paths = error.message.split("\n").filter((line) => line.startsWith("checks["));
    expect(paths.map((line) => line.split("  ").slice(0, 2))).toEqual([
      ["checks[0].http.url", "url-scheme-missing"],
      ["checks[0].expect.json.queue", "json-path-malformed"],
      ["checks[1].every", "interval-not-keepable"],
      ["checks[1].dependsOn[0]", "unknown-dependency"],
    ]);
    expect(error.message).toContain("fix  Write https://api.acme.example.");
  });

  it("is checked by the compiler too", () => {
    // @ts-expect-error a tcp check learns no status
    expect(() => defineChecks({ ...GOOD, checks: [{ id: "db", tcp: "db.acme.example:1", expect: { status: 200 } }] })).toThrow(
      "unknown-fact",
    );
    // @ts-expect-error exactly one kind
    expect(() => defineChecks({ ...GOOD, checks: [{ id: "db", tcp: "a.example:1", http: "https://a.example" }] })).toThrow(
      "two-kinds",
    );
  });
});

function thrownBy(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("nothing was thrown");
}
