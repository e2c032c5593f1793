/** Case files of all sorts, sensible and not, for properties that hold whatever the case. */
import fc from "fast-check";
import type { CaseFile, CheckEvidence, OtherCheck, SeriesEvidence } from "../../lib/core/diagnosis/case-file.ts";
import { METRICS } from "../../lib/core/diagnosis/series.ts";
import { FAILURE_CODES } from "../../lib/core/model/failure.ts";
import type { Outcome } from "../../lib/core/model/outcome.ts";
import { minutesAgo, NOW, noTrend, suspected } from "./case-files.ts";

/** Without -0, which JSON does not know. */
const number = fc.oneof(fc.nat(5_000), fc.double({ min: -1e12, max: 1e12, noNaN: true })).map((value) => value + 0);
const text = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.constantFrom("nginx", '"db":{"status":"DOWN"', "ExpiredToken", "302 https://a.example/ -> http://a.example/login"),
);
const status = fc.constantFrom("up", "slow", "down", "unknown");
const kind = fc.constantFrom("http", "tcp", "tls", "dns", "kdb", "metrics", "s3", "logs");
const location = fc.constantFrom("eu-west-1", "ap-northeast-2");
const host = fc.constantFrom("a.example", "b.example", "c.example");
const address = fc.constantFrom("203.0.113.7", "203.0.113.8", "2001:db8::7");
const id = fc.constantFrom("acme/a", "acme/b", "globex/c", "d");
const moment = fc.integer({ min: -10, max: 3_000 }).map(minutesAgo);
const expected = fc.constantFrom(
  "status == 200",
  "json $.status == ok",
  "ageMs < 15m",
  "certificate.daysLeft > 14",
  "health == UP",
  "answers == x",
);

const phases = fc.array(
  fc.record({ phase: fc.constantFrom("dns", "connect", "tls", "server", "transfer", "handshake", "query"), ms: fc.nat(20_000) }),
  {
    maxLength: 5,
  },
);
const numericFacts = [
  "status",
  "ageMs",
  "handles",
  "bodyBytes",
  "clockSkew",
  "certificate.daysLeft",
  "chainDaysLeft",
  "startedAtEpochMs",
] as const;
const textFacts = ["rcode", "answers", "health", "unwell", "identity"] as const;
const facts = fc.tuple(
  fc.dictionary(fc.constantFrom(...numericFacts), number, { maxKeys: 5 }),
  fc.dictionary(fc.constantFrom(...textFacts), text, { maxKeys: 3 }),
);
const code = fc.constantFrom(...FAILURE_CODES);
const certificate = fc.record({
  ...{
    subject: text,
    issuer: text,
    names: fc.array(text, { maxLength: 3 }),
    validFrom: text,
    validTo: text,
    daysLeft: number,
    fingerprint: text,
  },
});
const evidence = fc.record(
  {
    ...{ address, body: text, certificate, redirects: fc.array(text, { maxLength: 3 }), loopLagMs: fc.nat(5_000) },
    addresses: fc.array(fc.record({ address, status, totalMs: fc.nat(9_000) }), { maxLength: 4 }),
    attempts: fc.array(fc.record({ code, message: text, totalMs: fc.nat(9_000) }), { maxLength: 1 }),
  },
  { requiredKeys: [] },
);

const outcome: fc.Arbitrary<Outcome> = fc
  .record({
    ...{ check: id, kind, location, status, startedAtEpochMs: moment, totalMs: fc.nat(20_000), phases, facts, evidence },
    failure: fc.option(
      fc.record({ phase: fc.constantFrom("dns", "connect", "tls", "server", "handshake", "judged"), code, message: text }),
      { nil: undefined },
    ),
    breaches: fc.array(fc.record({ expected, actual: text }), { maxLength: 2 }),
  })
  .map(({ facts: [numbers, words], failure, ...others }) => ({
    ...others,
    facts: { ...numbers, ...words },
    ...(failure !== undefined && { failure }),
  }));

const points = fc.array(fc.record({ atEpochMs: moment, value: number }), { maxLength: 40 });
const series: fc.Arbitrary<SeriesEvidence> = fc.record(
  {
    name: fc.constantFrom("threads", "started", "files", "orders"),
    metric: fc.constantFrom(...Object.values(METRICS).flat(), "acme_orders_open"),
    points,
    leak: fc.constantFrom(suspected(), suspected({ timeUntilLimit: { outlook: "no-known-limit" } }), noTrend),
  },
  { requiredKeys: ["name", "points"] },
);

const other: fc.Arbitrary<OtherCheck> = fc.record(
  {
    id,
    kind,
    location,
    host,
    status,
    sinceEpochMs: moment,
    everyMs: fc.constant(60_000),
    latest: outcome,
    isDependency: fc.boolean(),
  },
  { requiredKeys: ["id", "kind", "location", "status", "sinceEpochMs"] },
);

const hour = fc.record({
  hour: fc.nat(23),
  daysHit: fc.nat(7),
  daysLooked: fc.nat(7),
  timesUsual: fc.double({ min: 2, max: 90, noNaN: true }),
  chance: fc.constant(0.01),
});
const group = fc.record({
  name: text,
  state: fc.constant("WAITING" as const),
  frame: text,
  count: fc.nat(900),
  pools: fc.nat(900),
  distinctNames: fc.nat(900),
  added: fc.nat(50),
});
const threads = fc.record({
  ...{ threads: fc.nat(5_000), groups: fc.array(group, { maxLength: 2 }), frames: fc.array(text, { maxLength: 2 }) },
  ...{ deadlock: fc.array(text, { maxLength: 3 }), sentences: fc.array(text, { maxLength: 2 }) },
  convoys: fc.array(fc.record({ owner: text, frame: text, waiters: fc.nat(900) }), { maxLength: 2 }),
});

const check: fc.Arbitrary<CheckEvidence> = fc.record(
  {
    ...{ id, kind, location, host, everyMs: fc.constantFrom(60_000, 300_000), timeoutMs: fc.constant(10_000) },
    outcomes: fc
      .array(outcome, { maxLength: 12 })
      .map((runs) => runs.toSorted((a, b) => b.startedAtEpochMs - a.startedAtEpochMs)),
    ...{
      usual: phases,
      usualFacts: fc.constant({ handles: 12 }),
      latency: points,
      series: fc.array(series, { maxLength: 6 }),
      threads,
    },
    slowHours: fc
      .array(hour, { minLength: 1, maxLength: 2 })
      .map((hours) => ({ verdict: "slow-hours" as const, days: 7, hours })),
    startedAtEpochMs: moment,
  },
  { requiredKeys: ["id", "kind", "location", "outcomes"] },
);

export const arbitraryCaseFile: fc.Arbitrary<CaseFile> = fc.record(
  {
    ...{ nowEpochMs: fc.constant(NOW), timezone: fc.constantFrom("Asia/Seoul", "UTC", "America/New_York"), check },
    others: fc.array(other, { maxLength: 8 }),
    shard: fc.record(
      {
        everyMs: fc.constant(60_000),
        heartbeatAgeMs: fc.nat(600_000),
        loopLagMs: fc.nat(5_000),
        isColdStart: fc.boolean(),
        remainingMs: fc.nat(20_000),
      },
      { requiredKeys: ["everyMs"] },
    ),
    logs: fc.array(fc.record({ group: text, pattern: text, count: fc.nat(50) }), { maxLength: 2 }),
  },
  { requiredKeys: ["nowEpochMs", "timezone", "check"] },
);
