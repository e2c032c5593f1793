/** Checks and outcomes for tests, with only what the test is about written out. */
import type { Check } from "../../lib/core/model/check.ts";
import type { Outcome } from "../../lib/core/model/outcome.ts";

export function aCheck(parts: Partial<Check> = {}): Check {
  const id = parts.id ?? "acme/checkout";
  return {
    id,
    group: id.split("/").slice(0, -1).join("/"),
    title: id,
    kind: "http",
    target: {},
    everyMs: 60_000,
    timeoutMs: 10_000,
    from: ["region"],
    notify: [],
    expect: [],
    slow: [],
    alarm: { badDatapoints: 2, ofDatapoints: 3 },
    dependsOn: [],
    ...parts,
  };
}

export function anOutcome(parts: Partial<Outcome> = {}): Outcome {
  return {
    check: "acme/checkout",
    kind: "http",
    location: "local",
    status: "up",
    startedAtEpochMs: Date.UTC(2026, 10, 22, 8, 21),
    totalMs: 83,
    phases: [
      { phase: "dns", ms: 4 },
      { phase: "connect", ms: 11 },
      { phase: "server", ms: 68 },
    ],
    facts: { status: 200, total: 83 },
    breaches: [],
    evidence: { request: "GET https://api.acme.example/health" },
    ...parts,
  };
}

export function aDownOutcome(parts: Partial<Outcome> = {}): Outcome {
  return anOutcome({
    status: "down",
    failure: { phase: "judged", code: "expectation-unmet", message: "expected status == 200, got 503" },
    breaches: [{ expected: "status == 200", actual: "503" }],
    ...parts,
  });
}
