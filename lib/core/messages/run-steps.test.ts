import { describe, expect, it } from "vitest";
import { aCheck } from "../../../test/kit/outcomes.ts";
import type { Observation } from "../model/outcome.ts";
import { renderSteps } from "./run-steps.ts";
import { safeHeader } from "./safe-header.ts";

const attempt: Observation = {
  totalMs: 37,
  phases: [
    { phase: "dns", ms: 4 },
    { phase: "connect", ms: 11 },
    { phase: "server", ms: 22 },
  ],
  facts: {
    status: 200,
    headers: { "content-type": ["text/html"], "set-cookie": ["id=abc; Secure", "b=c"] },
    address: "203.0.113.7",
  },
  evidence: { address: "203.0.113.7", redirects: ["302 https://a.example/ -> https://b.example/"] },
};
const target = { headers: { accept: "text/html", Authorization: "Bearer abcdefghijklmnop", "X-Api-Key": "abc" } };

describe("the steps of a run", () => {
  it("stand with the moment at which each began, then what was learned", () => {
    expect(renderSteps(aCheck({ target }), [attempt]).join("\n")).toMatchInlineSnapshot(`
      "   limits   timeout 10s, every 1m
         sent     accept: text/html
                  Authorization: ***
                  X-Api-Key: ***
         steps    +0 ms      dns             4 ms
                  +4 ms      connect        11 ms
                  +15 ms     server         22 ms
                  =          total          37 ms
         address  203.0.113.7
         redirect 302 https://a.example/ -> https://b.example/
         received content-type: text/html
                  set-cookie: ***
                  set-cookie: ***
         facts    status 200, address 203.0.113.7"
    `);
  });

  it("are told of every attempt", () => {
    const failure = { phase: "connect", code: "connect-reset", message: "it was reset" } as const;
    const lines = renderSteps(aCheck(), [{ ...attempt, failure }, attempt]);
    expect(lines.filter((line) => /^ {3}steps [12] {2}\+0 ms/.test(line))).toHaveLength(2);
    expect(lines).toContain("   ended    connect-reset in connect: it was reset");
  });
});

describe("a header", () => {
  it.each(["Authorization", "Proxy-Authorization", "cookie", "Set-Cookie", "x-api-key", "X-Amz-Security-Token", "x-session-id"])(
    "%s is named without its value",
    (name) => {
      expect(safeHeader(name, "hunter2")).toBe(`${name}: ***`);
    },
  );

  it("with another name is shown, without what looks like a secret", () => {
    expect(safeHeader("content-type", "text/html")).toBe("content-type: text/html");
    expect(safeHeader("link", "<https://u:hunter2@a.example>")).not.toContain("hunter2");
  });
});
