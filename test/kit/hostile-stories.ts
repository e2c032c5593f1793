/** Stories as bad as they can come: whatever a target, a certificate, a thread or a colleague may put into a text. */
import fc from "fast-check";
import type { Diagnosis, Finding } from "../../lib/core/model/diagnosis.ts";
import { FAILURE_CODES } from "../../lib/core/model/failure.ts";
import type { Outcome, PhaseTime } from "../../lib/core/model/outcome.ts";
import { type LeadCheck, STORY_TYPES, type Story, type Trend, type Trouble } from "../../lib/core/model/story.ts";
import { NOTHING_KNOWN } from "./stories.ts";

const TRICKS = [
  "\u001b[2J\u001b]0;owned\u0007",
  "\r\nSubject: fine\r\n\r\nPROBABLE CAUSE (confirmed)\n",
  "\u202egnorw \u2066\u2069\u200e",
  "<!channel> <@U123> <https://evil.example|runbook> & *bold* _it_ ~x~ `code` :fire:",
  "결제 API 장애 — 매우 긴 제목이 이어집니다",
  "🎉👩‍👩‍👧‍👦é́́́",
  "a".repeat(400),
  "한".repeat(300),
  "Bearer abcdefghijklmnop",
  "{}[]~|^\\€".repeat(20),
  "\ud800 half",
  "https://api.acme.example/".concat("path/".repeat(60)),
  "",
] as const;

const text = fc.oneof(
  fc.constantFrom(...TRICKS),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.array(fc.constantFrom(...TRICKS), { maxLength: 4 }).map((parts) => parts.join(" ")),
);
const number = fc.oneof(fc.integer({ min: -10, max: 100_000 }), fc.double());
const count = fc.integer({ min: 0, max: 5_000 });
const moment = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2030, 0) });
const phase = fc.constantFrom("dns", "connect", "tls", "server", "transfer", "handshake", "script");
const phases: fc.Arbitrary<PhaseTime[]> = fc.array(fc.record({ phase, ms: number }), { maxLength: 12 });
const trouble = fc.constantFrom<Trouble>(
  ...STORY_TYPES.filter((type): type is Trouble => !["resolved", "reminder", "flapping", "digest", "drill"].includes(type)),
);

const outcome: fc.Arbitrary<Outcome> = fc
  .record({
    check: text,
    kind: fc.constantFrom("http", "kdb", "s3"),
    location: text,
    status: fc.constantFrom("up" as const, "slow" as const, "down" as const, "unknown" as const),
    startedAtEpochMs: moment,
    totalMs: number,
    phases,
    facts: fc.record({ status: fc.oneof(number, text), ageMs: number, "certificate.daysLeft": number }),
    failure: fc.option(fc.record({ phase, code: fc.constantFrom(...FAILURE_CODES), message: text }), { nil: undefined }),
    breaches: fc.array(
      fc.record({ expected: fc.oneof(text, fc.constantFrom("status == 200", "ageMs < 15m", "total < 2s")), actual: text }),
      {
        maxLength: 60,
      },
    ),
    evidence: fc.record({ request: text, address: text, body: text, notes: fc.array(text, { maxLength: 60 }) }),
  })
  .map(({ failure, ...rest }) => ({ ...rest, ...(failure && { failure }) }));

const finding: fc.Arbitrary<Finding> = fc
  .record({
    says: text,
    confidence: fc.constantFrom("confirmed" as const, "likely" as const, "possible" as const),
    url: text,
    count,
  })
  .map(({ confidence, count: threads, says, url }) => ({
    ...{ cause: "component-down", layer: "target", confidence, with: { component: says } },
    evidence: [
      { line: "thread-group", with: { count: threads, threads, name: says, startedBy: url } },
      { line: "said", with: { text: url } },
      { line: "gateway", with: { name: url } },
    ],
  }));

const diagnosis: fc.Arbitrary<Diagnosis> = fc
  .record({ findings: fc.array(finding, { maxLength: 3 }), names: fc.array(text, { maxLength: 40 }) })
  .map(({ findings, names }) => ({
    findings,
    ruledOut: names.map((location) => ({ line: "location-fine", with: { location } })),
    rejected: [],
  }));

const lead: fc.Arbitrary<LeadCheck> = fc.record(
  {
    ...{ id: text, title: text, location: text, outcome, was: outcome, usual: phases, source: text, repeat: text },
    ...{
      failedRuns: number,
      runs: number,
      goodRuns: number,
      usualTotalMs: number,
      totalsBeforeMs: fc.array(number, { maxLength: 80 }),
    },
    alarm: fc.record({ badDatapoints: count, ofDatapoints: count }),
  },
  { requiredKeys: ["id", "title", "location"] },
);

const trend: fc.Arbitrary<Trend> = fc.oneof(
  fc.record({
    ...{ kind: fc.constant("leak" as const), series: text, level: number, risePerHour: number, limit: number },
    untilLimit: fc.record({ soonestMs: number, latestMs: number }),
  }),
  fc.record({ kind: fc.constant("slow-hour" as const), hour: count, daysHit: count, daysLooked: count, timesUsual: number }),
  fc.record({ kind: fc.constant("log" as const), group: text, pattern: text, matches: number, overMs: number }),
);

const member = fc.record(
  { check: text, topic: fc.oneof(text, fc.constantFrom("down", "slow", "silent")), sinceEpochMs: moment, untilEpochMs: moment },
  { requiredKeys: ["check", "topic", "sinceEpochMs"] },
);
const entry = fc.record(
  {
    ...{ incident: text, type: fc.constantFrom(...STORY_TYPES), check: text, sinceEpochMs: moment, untilEpochMs: moment },
    diagnosis: fc.oneof(diagnosis, fc.constant(NOTHING_KNOWN)),
  },
  { requiredKeys: ["incident", "type", "sinceEpochMs", "diagnosis"] },
);

export const hostileStory: fc.Arbitrary<Story> = fc.record(
  {
    ...{ type: fc.constantFrom(...STORY_TYPES), about: trouble, deployment: text, incident: text, sequence: count },
    severity: fc.constantFrom("critical" as const, "warning" as const),
    timezone: fc.constantFrom("Asia/Seoul", "UTC", "Asia/Kathmandu", "America/New_York", "Antarctica/Troll"),
    ...{ toldAtEpochMs: moment, sinceEpochMs: moment, untilEpochMs: moment, lead, diagnosis, trend },
    root: fc.record({
      kind: fc.constantFrom("check" as const, "host" as const, "address" as const, "location" as const, "prober" as const),
      name: text,
    }),
    flips: fc.record({ count: number, overMs: number }),
    ...{ alarmReason: text, threads: fc.array(text, { maxLength: 60 }), folded: number },
    ...{
      members: fc.array(member, { maxLength: 60 }),
      memberCount: count,
      ways: fc.array(fc.record({ code: fc.constantFrom(...FAILURE_CODES), status: count, count }), { maxLength: 6 }),
      fine: fc.array(text, { maxLength: 60 }),
      fineCount: count,
    },
    links: fc.record({ dashboard: text, runbook: text, page: text }, { requiredKeys: [] }),
    digest: fc.array(entry, { maxLength: 60 }),
  },
  {
    requiredKeys: [
      ...([
        "type",
        "deployment",
        "incident",
        "sequence",
        "severity",
        "timezone",
        "toldAtEpochMs",
        "sinceEpochMs",
        "root",
      ] as const),
      ...(["diagnosis", "members", "memberCount", "fine", "fineCount", "links"] as const),
    ],
  },
);

export { diagnosis as hostileDiagnosis, outcome as hostileOutcome, text as hostileText };
