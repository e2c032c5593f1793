/** Stories for tests: an outage of a checkout service, as it is told from its beginning to its end. */
import type { Diagnosis } from "../../lib/core/model/diagnosis.ts";
import type { Outcome } from "../../lib/core/model/outcome.ts";
import type { LeadCheck, Story } from "../../lib/core/model/story.ts";

const MINUTE_MS = 60_000;
/** Sun 22 Nov 2026 17:21 in Seoul. */
export const BEGAN = Date.UTC(2026, 10, 22, 8, 21);
export const NOTHING_KNOWN: Diagnosis = { findings: [], ruledOut: [], rejected: [] };

export const answering503: Outcome = {
  ...{
    check: "acme-prod/checkout",
    kind: "http",
    location: "ap-northeast-2",
    status: "down",
    startedAtEpochMs: BEGAN,
    totalMs: 650,
  },
  phases: [
    { phase: "dns", ms: 4 },
    { phase: "connect", ms: 11 },
    { phase: "tls", ms: 22 },
    { phase: "server", ms: 610 },
    { phase: "transfer", ms: 3 },
  ],
  facts: { status: 503, total: 650 },
  failure: { phase: "judged", code: "expectation-unmet", message: "expected status == 200, got 503" },
  breaches: [{ expected: "status == 200", actual: "503" }],
  evidence: {
    request: "GET https://api.acme.example/v1/checkout/health",
    address: "203.0.113.7",
    body: '{"status":"down","reason":"db pool exhausted","pool":"50/50"}',
  },
};

const { failure: _, ...answered } = answering503;
export const answering200: Outcome = {
  ...answered,
  ...{ status: "up", totalMs: 92, facts: { status: 200, total: 92 }, breaches: [] },
  phases: answering503.phases.map((time) => (time.phase === "server" ? { phase: "server", ms: 52 } : time)),
};

const poolExhausted: Diagnosis = {
  findings: [
    {
      ...{ cause: "component-down", layer: "target", confidence: "confirmed", with: { component: "db" } },
      evidence: [{ line: "runs-alike", with: { code: "expectation-unmet", runs: 4 } }],
    },
  ],
  ruledOut: [
    { line: "dns-fine", with: { ms: 4, sameAddress: true } },
    { line: "certificate-fine", with: { daysLeft: 61 } },
    { line: "prober-fine", with: { checks: 2 } },
  ],
  rejected: [],
};

export const checkout: LeadCheck = {
  ...{ id: "acme-prod/checkout", title: "결제 API", location: "ap-northeast-2", outcome: answering503, failedRuns: 4, runs: 4 },
  totalsBeforeMs: [85, 130, 240],
  usual: [
    { phase: "dns", ms: 3 },
    { phase: "connect", ms: 10 },
    { phase: "tls", ms: 20 },
    { phase: "server", ms: 48 },
  ],
  ...{ usualTotalMs: 85, source: "checks.yaml:14", alarm: { badDatapoints: 2, ofDatapoints: 3 } },
  repeat: "curl -sv 'https://api.acme.example/v1/checkout/health'",
};

export function aStory(part: Partial<Story> = {}): Story {
  return {
    ...{ type: "down", deployment: "acme", incident: "k7f2", sequence: 1, severity: "critical", timezone: "Asia/Seoul" },
    ...{ toldAtEpochMs: BEGAN + 19 * MINUTE_MS, sinceEpochMs: BEGAN, root: { kind: "check", name: "acme-prod/checkout" } },
    ...{ lead: checkout, diagnosis: poolExhausted },
    members: [
      { check: "acme-prod/checkout", topic: "down", sinceEpochMs: BEGAN },
      { check: "acme-prod/refunds", topic: "down", sinceEpochMs: BEGAN + MINUTE_MS },
    ],
    ...{ memberCount: 2, fine: ["acme-prod/login", "globex/search"], fineCount: 3 },
    links: { page: "https://status.acme.example/i/k7f2", runbook: "https://wiki.acme.example/checkout" },
    ...part,
  };
}

export function aRecovery(part: Partial<Story> = {}): Story {
  const untilEpochMs = BEGAN + 37 * MINUTE_MS;
  const down = aStory();
  return {
    ...down,
    ...{ type: "resolved", about: "down", sequence: 2, untilEpochMs, toldAtEpochMs: untilEpochMs + 3 * MINUTE_MS },
    lead: { ...checkout, was: answering503, outcome: answering200, failedRuns: 18, goodRuns: 3 },
    members: down.members.map((member) => ({ ...member, untilEpochMs })),
    ...part,
  };
}

export function aStorm(part: Partial<Story> = {}): Story {
  const ids = ["checkout", "refunds", "login", "search"].map((name) => `acme-prod/${name}`);
  return aStory({
    ...{ type: "storm", root: { kind: "address", name: "203.0.113.7" }, memberCount: 14, incident: "g003" },
    members: ids.map((check) => ({ check, topic: "down", sinceEpochMs: BEGAN })),
    ways: [{ code: "expectation-unmet", status: 503, count: 14 }],
    ...{ fine: [], fineCount: 0, diagnosis: NOTHING_KNOWN },
    ...part,
  });
}
