import { describe, expect, it } from "vitest";
import { anAlarm, anAlarmState, anIncident, START_EPOCH_MS as NOW } from "../../../test/kit/incidents.ts";
import { aCheck, aDownOutcome, anOutcome } from "../../../test/kit/outcomes.ts";
import type { AlarmContext } from "../alarms/context.ts";
import type { ThreadEvidence } from "../analysis/thread-evidence.ts";
import type { Check, Config } from "../model/check.ts";
import type { Incident } from "../model/incident.ts";
import type { Outcome } from "../model/outcome.ts";
import type { AlarmState } from "../model/picture.ts";
import type { EvidenceSource, HistoryQuery } from "../ports.ts";
import type { Point } from "../trends/series.ts";
import { investigate } from "./investigate.ts";
import { observe } from "./observe.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const LOCATION = "ap-northeast-2";

const context: AlarmContext = {
  locations: { region: LOCATION, vpc: `${LOCATION}/vpc` },
  probers: [{ vantage: "region", functionName: "bongsu-acme-prober-region" }],
  runbookUrl: "https://docs.example/runbook",
  dashboardUrl: "https://console.example/acme",
};

function aConfig(checks: readonly Check[]): Config {
  return { name: "acme", timezone: "Asia/Seoul", language: "en", contacts: [], operators: [], checks };
}

interface World {
  readonly checks: readonly Check[];
  readonly outcomes?: readonly Outcome[];
  readonly alarms?: readonly AlarmState[];
  readonly points?: (query: HistoryQuery) => readonly Point[];
  readonly threads?: ThreadEvidence;
  /** What a fresh run shows; absent: nobody can run anything anew. */
  readonly probe?: EvidenceSource["probe"];
}

/** An incident looked into as the responder does it: first the picture, then the evidence. */
async function look(incident: Incident, world: World) {
  const { checks, outcomes = [], alarms = [anAlarmState()], points = () => [], threads, probe } = world;
  const evidence: EvidenceSource = {
    outcomes: async ({ checks: ids, of, fromEpochMs, toEpochMs }) =>
      outcomes
        .filter(({ check, startedAtEpochMs: at }) => ids.includes(check) && at >= fromEpochMs && at < toEpochMs)
        .filter(({ status }) => of === "all" || status === "up")
        .toSorted((one, other) => other.startedAtEpochMs - one.startedAtEpochMs),
    history: { read: async (queries) => queries.map((query) => ({ points: points(query) })) },
    threads: async () => threads,
    ...(probe && { probe }),
  };
  const clock = { epochMs: () => NOW };
  const observer = observe({ config: aConfig(checks), context, evidence, clock, readAlarms: async () => alarms });
  const picture = await observer.pictures.read();
  return { picture, parts: await observer.investigate(incident, picture) };
}

function failing(check: string, { runs = 3, parts = {} as Partial<Outcome> } = {}): Outcome[] {
  return Array.from({ length: runs }, (_, run) =>
    aDownOutcome({ check, location: LOCATION, startedAtEpochMs: NOW - (run + 1) * MINUTE_MS, facts: { status: 503 }, ...parts }),
  );
}

/** One good run an hour, as the prober's log keeps them. */
function usual(check: string, hours = 25): Outcome[] {
  return Array.from({ length: hours }, (_, hour) =>
    anOutcome({ check, location: LOCATION, startedAtEpochMs: NOW - (hour + 1) * HOUR_MS - 5 * MINUTE_MS }),
  );
}

const down = anIncident({ openedAtEpochMs: NOW - 2 * MINUTE_MS, members: [memberOf("acme/checkout")] });

function memberOf(check: string, topic = "down") {
  return { alarm: `acme: ${check} is ${topic}`, topic, check, sinceEpochMs: NOW - 2 * MINUTE_MS };
}

describe("investigating an incident", () => {
  it("names the cause, the run that shows it, how many failed, what is usual and what stands beside it", async () => {
    const checks = [aCheck({ title: "Checkout", source: { file: "checks.yaml", line: 14 } }), aCheck({ id: "acme/login" })];
    const fine = anAlarmState({ alarm: anAlarm({ check: "acme/login" }), state: "OK" });
    const world = { checks, alarms: [anAlarmState(), fine], outcomes: [...failing("acme/checkout"), ...usual("acme/checkout")] };
    const { parts } = await look(down, world);
    expect(parts.diagnosis?.findings[0]).toMatchObject({ cause: "server-error", confidence: "confirmed" });
    expect(parts.lead).toMatchObject({
      ...{ id: "acme/checkout", title: "Checkout", location: LOCATION, source: "checks.yaml:14" },
      outcome: { status: "down", facts: { status: 503 } },
      ...{ failedRuns: 3, runs: 3 },
      usual: [
        { phase: "dns", ms: 4 },
        { phase: "connect", ms: 11 },
        { phase: "server", ms: 68 },
      ],
      repeat: "curl -sv 'https://api.acme.example/health'",
    });
    expect([parts.fine, parts.fineCount]).toEqual([["acme/login"], 1]);
    expect(parts.alarmReason).toBe("2 of the last 3 datapoints were below 1.");
    expect(parts.links).toEqual({ runbook: "https://docs.example/runbook#down", dashboard: "https://console.example/acme" });
  });

  it("prefers a runbook of the check's own", async () => {
    const { parts } = await look(down, { checks: [aCheck({ runbook: "https://wiki.acme.example/checkout" })] });
    expect(parts.links?.runbook).toBe("https://wiki.acme.example/checkout");
  });

  it("says little, and nothing wrong, when there is no evidence at all", async () => {
    const { parts } = await look(down, { checks: [aCheck()] });
    expect(parts.diagnosis).toMatchObject({ findings: [] });
    expect(parts.lead).toEqual({ id: "acme/checkout", title: "acme/checkout", location: LOCATION, alarm: expect.anything() });
  });

  it("does not count runs of an old incident, of which it has read only the beginning and the end", async () => {
    const old = { ...down, openedAtEpochMs: NOW - 8 * HOUR_MS };
    const { parts } = await look(old, { checks: [aCheck()], outcomes: failing("acme/checkout") });
    expect(parts.lead?.outcome?.status).toBe("down");
    expect(parts.lead).not.toHaveProperty("failedRuns");
  });

  it("blames the host that failing checks share, and not one of them", async () => {
    const target = { url: "https://api.acme.example/" };
    const checks = ["a", "b", "c"].map((name) => aCheck({ id: `acme/${name}`, target }));
    const other = aCheck({ id: "acme/other", target: { url: "https://other.acme.example/" } });
    const failure = { phase: "connect", code: "connect-timed-out", message: "no answer" } as const;
    const phases = [{ phase: "connect", ms: 10_000 }] as const;
    const outcomes = checks.flatMap(({ id }) => failing(id, { parts: { failure, phases, breaches: [], facts: {} } }));
    const alarms = checks.map(({ id }) => anAlarmState({ alarm: anAlarm({ check: id }) }));
    const fine = anAlarmState({ alarm: anAlarm({ check: "acme/other" }), state: "OK" });
    const members = checks.map(({ id }) => memberOf(id));
    const incident = { ...down, root: { kind: "host", name: "api.acme.example" }, members, memberCount: 3 } as const;
    const { parts, picture } = await look(incident, { checks: [...checks, other], outcomes, alarms: [...alarms, fine] });
    expect(parts.diagnosis?.findings.map(({ cause }) => cause)).toContain("host-fault");
    expect(picture.checks.map(({ host }) => host)).toEqual([...Array(3).fill("api.acme.example"), "other.acme.example"]);
  });

  it("counts in which ways the checks of one host fail, each by its newest failed run", async () => {
    const checks = ["a", "b", "c", "d"].map((name) =>
      aCheck({ id: `acme/${name}`, target: { url: "https://api.acme.example/" } }),
    );
    const refused = {
      failure: { phase: "connect", code: "connect-refused", message: "refused" },
      breaches: [],
      facts: {},
    } as const;
    const good = anOutcome({ check: "acme/c", startedAtEpochMs: NOW - MINUTE_MS });
    const outcomes = [...failing("acme/a"), ...failing("acme/b"), ...failing("acme/d", { parts: refused }), good];
    const alarms = checks.map(({ id }) => anAlarmState({ alarm: anAlarm({ check: id }) }));
    const members = checks.map(({ id }) => memberOf(id));
    const incident = { ...down, root: { kind: "host", name: "api.acme.example" }, members, memberCount: 4 } as const;
    const { parts, picture } = await look(incident, { checks, outcomes, alarms });
    expect(parts.ways).toEqual([
      { code: "expectation-unmet", status: 503, count: 2 },
      { code: "connect-refused", count: 1 },
    ]);
    expect(picture.checks.map(({ places: [place] }) => place?.isLostOnTheWay)).toEqual([false, false, undefined, true]);
    const { parts: single } = await look(down, { checks, outcomes, alarms });
    expect(single).not.toHaveProperty("ways");
  });

  it("tells of a leak by its numbers and by what the thread dump showed", async () => {
    const series = { threads: { name: "jvm_threads_live_threads", labels: {}, fold: "sum" } } as const;
    const leaking = aCheck({
      ...{ kind: "metrics", everyMs: 300_000, leak: { series: "threads", limit: 2_000 } },
      target: { url: "http://app.acme.example/metrics", series, headers: {} },
    });
    const threads: ThreadEvidence = {
      ...{ check: leaking.id, series: "threads", moment: "confirmed", atEpochMs: NOW - HOUR_MS },
      finding: { threads: 900, sentences: ["812 of 900 threads are pool-#-thread-1"], frames: [], groups: [] },
    };
    const points = ({ metric, fromEpochMs, toEpochMs }: HistoryQuery): Point[] =>
      metric.name === "Value" ? risingPoints(fromEpochMs, toEpochMs, metric.periodMs) : [];
    const incident = { ...down, severity: "warning", members: [memberOf(leaking.id, "leak")] } as const;
    const { parts } = await look(incident, { checks: [leaking], points, threads });
    expect(parts.trend).toMatchObject({ kind: "leak", series: "threads", limit: 2_000, untilLimit: expect.anything() });
    expect(parts.trend?.kind === "leak" ? parts.trend.risePerHour : 0).toBeCloseTo(60, -1);
    expect(parts.threads).toEqual(["812 of 900 threads are pool-#-thread-1"]);
  });

  it("says nothing against any target when the fault is ours", async () => {
    const shard = "region-1m-0";
    const incident = {
      ...down,
      root: { kind: "prober", name: shard },
      members: [{ alarm: "s", topic: "silent", sinceEpochMs: NOW }],
    } as const;
    const points = ({ metric }: HistoryQuery): Point[] =>
      metric.name === "Heartbeat" ? [{ atEpochMs: NOW - 30 * MINUTE_MS, value: 1 }] : [];
    const { parts } = await look(incident, { checks: [aCheck()], outcomes: failing("acme/checkout"), points });
    expect(parts.diagnosis?.findings.map(({ cause }) => cause)).toEqual(["prober-silent"]);
    expect(parts).not.toHaveProperty("lead");
  });

  it("takes the failed runs of a check that a prober in error ran for no evidence", async () => {
    const prober = "bongsu-acme-prober-region";
    const members = [{ alarm: "e", topic: "errors", sinceEpochMs: NOW }];
    const incident = { ...down, root: { kind: "prober", name: prober }, members } as const;
    const { parts } = await look(incident, { checks: [aCheck()], outcomes: failing("acme/checkout") });
    expect(parts.diagnosis).toEqual({ findings: [], ruledOut: [], rejected: [] });
  });

  it("tells of a recovery what it was and how it is now, with the cause that people were told", async () => {
    const told = {
      findings: [],
      ruledOut: [],
      rejected: [{ cause: "flapping", because: { line: "retried-alike", with: {} } }],
    } as const;
    const closed = { ...down, state: "closed", openedAtEpochMs: NOW - 30 * MINUTE_MS, diagnosis: told } as const;
    const good = anOutcome({ location: LOCATION, startedAtEpochMs: NOW - 30_000 });
    const { parts } = await look(closed, { checks: [aCheck()], outcomes: [good, ...failing("acme/checkout")] });
    expect(parts.lead).toMatchObject({ was: { status: "down" }, outcome: { status: "up", startedAtEpochMs: NOW - 30_000 } });
    expect(parts.diagnosis).toBe(told);
  });

  it("keeps what it had of an incident whose checks are gone from the configuration", async () => {
    const evidence: EvidenceSource = {
      outcomes: async () => [],
      history: { read: async () => [] },
      threads: async () => undefined,
    };
    const picture = { alarms: [], checks: [] };
    const parts = await investigate(down, { config: aConfig([]), context, picture, evidence, nowEpochMs: NOW });
    expect(parts).toMatchObject({ diagnosis: { findings: [] }, fine: [], fineCount: 0 });
  });
});

describe("a fresh run before the first message", () => {
  const opening = { ...down, state: "gathering" } as const;
  const inside = aCheck({ id: "acme/checkout-inside", from: ["vpc"] });
  const fresh = (parts: Partial<Outcome> = {}) =>
    aDownOutcome({ location: LOCATION, startedAtEpochMs: NOW + 2_000, facts: { status: 503 }, totalMs: 777, ...parts });

  async function lookAgain(incident: Incident, { answers = [fresh()] as Outcome[], checks = [aCheck()] as Check[] } = {}) {
    const asked: (readonly string[])[] = [];
    const probe = async (ids: readonly string[]) => {
      asked.push(ids);
      return answers;
    };
    const { parts } = await look(incident, { checks, outcomes: failing("acme/checkout"), probe });
    const [finding] = parts.diagnosis?.findings ?? [];
    return { asked, parts, finding, lines: finding?.evidence ?? [] };
  }

  it("is what the message shows, and is not counted among the runs of the schedule", async () => {
    const { asked, parts, finding, lines } = await lookAgain(opening);
    expect(asked).toEqual([["acme/checkout"]]);
    expect(parts.lead).toMatchObject({ outcome: { totalMs: 777 }, failedRuns: 3, runs: 3 });
    expect(finding).toMatchObject({ cause: "server-error", confidence: "confirmed" });
    expect(lines).toContainEqual({ line: "tried-again-alike", with: {} });
  });

  it("makes the cause less sure when it is answered as it should, and the message shows what failed", async () => {
    const { parts, finding, lines } = await lookAgain(opening, {
      answers: [anOutcome({ ...fresh(), status: "up", totalMs: 85 })],
    });
    expect(finding).toMatchObject({ cause: "server-error", confidence: "likely" });
    expect(lines).toContainEqual({ line: "tried-again-good", with: { ms: 85 } });
    expect(parts.lead).toMatchObject({ outcome: { status: "down" }, failedRuns: 3, runs: 3 });
  });

  it("does not make an outage a case of slowness when it is answered slowly", async () => {
    const { failure: _none, ...slow } = fresh({ status: "slow", totalMs: 5_000, breaches: [] });
    const { parts, finding, lines } = await lookAgain(opening, { answers: [slow] });
    expect(finding).toMatchObject({ cause: "server-error", confidence: "likely" });
    expect(lines).toContainEqual({ line: "tried-again-good", with: { ms: 5_000 } });
    expect(parts.lead?.outcome?.status).toBe("down");
  });

  it("is not called the same when it ended otherwise", async () => {
    const failure = { phase: "connect", code: "connect-refused", message: "refused" } as const;
    const { lines, parts } = await lookAgain(opening, { answers: [fresh({ failure, facts: {}, breaches: [] })] });
    expect(parts.lead?.outcome?.failure?.code).toBe("connect-refused");
    expect(lines.map(({ line }) => line)).not.toContain("tried-again-alike");
  });

  it.each([
    { place: "fine there", answer: anOutcome, said: { line: "fine-at-location", with: { location: `${LOCATION}/vpc` } } },
    { place: "failing there too", answer: aDownOutcome, said: { line: "other-location", with: { failing: 1, all: 1 } } },
  ])("asks the same question from another place, and says when it is $place", async ({ answer, said }) => {
    const elsewhere = answer({ check: inside.id, location: `${LOCATION}/vpc`, startedAtEpochMs: NOW + 2_000 });
    const { asked, lines } = await lookAgain(opening, { answers: [fresh(), elsewhere], checks: [aCheck(), inside] });
    expect(asked).toEqual([["acme/checkout", inside.id]]);
    expect(lines).toContainEqual(expect.objectContaining({ ...said, with: expect.objectContaining(said.with) }));
  });

  it("asks another place nothing but the same question", async () => {
    const other = { ...inside, target: { url: "https://other.acme.example/" } };
    expect((await lookAgain(opening, { checks: [aCheck(), other] })).asked).toEqual([["acme/checkout"]]);
  });

  it("says nothing when the run could not be made", async () => {
    const failure = { phase: "prober", code: "prober-out-of-time", message: "called off" } as const;
    const answers = [fresh({ status: "unknown", failure }), fresh({ check: inside.id, status: "unknown", failure })];
    const { lines, parts } = await lookAgain(opening, { answers, checks: [aCheck(), inside] });
    expect(lines.map(({ line }) => line)).not.toContain("tried-again-alike");
    expect(lines.map(({ line }) => line)).not.toContain("other-location");
    expect(parts.lead?.outcome?.totalMs).not.toBe(777);
  });

  it.each([
    { case: "people know of it", incident: down },
    { case: "it is only a warning", incident: { ...opening, severity: "warning" } as const },
    { case: "the fault is ours", incident: { ...opening, root: { kind: "prober", name: "p" } } as const },
    { case: "it is not about being down", incident: { ...opening, members: [memberOf("acme/checkout", "slow")] } },
  ])("is not made when $case", async ({ incident }) => {
    expect((await lookAgain(incident)).asked).toEqual([]);
  });

  it("is not made of a server that has stalled and would queue one more connection", async () => {
    const kdb = aCheck({ kind: "kdb", target: { host: "kdb.acme.example", port: 5010 } });
    expect((await lookAgain(opening, { checks: [kdb] })).asked).toEqual([]);
  });
});

describe("the picture", () => {
  it("says since when a check fails, as far back as the log was read, and at which address", async () => {
    const outcomes = failing("acme/checkout", { parts: { evidence: { address: "203.0.113.7" } } });
    const { picture } = await look(down, { checks: [aCheck()], outcomes });
    expect(picture.checks).toEqual([
      expect.objectContaining({
        id: "acme/checkout",
        places: [expect.objectContaining({ location: LOCATION, shard: "region-1m-0", prober: "bongsu-acme-prober-region" })],
        ...{ address: "203.0.113.7", failingSinceEpochMs: NOW - 3 * MINUTE_MS },
      }),
    ]);
  });

  it("leaves open since when, where it failed before the log was read", async () => {
    const { picture } = await look(down, { checks: [aCheck()], outcomes: failing("acme/checkout", { runs: 30 }) });
    expect(picture.checks[0]).not.toHaveProperty("failingSinceEpochMs");
  });

  it("does not begin before a run that is missing, which was good", async () => {
    const outcomes = failing("acme/checkout", { runs: 5 }).filter((_, run) => run !== 2);
    const { picture } = await look(down, { checks: [aCheck()], outcomes });
    expect(picture.checks[0]?.failingSinceEpochMs).toBe(NOW - 2 * MINUTE_MS);
  });

  it("reads no log while nothing is in alarm", async () => {
    const { picture } = await look(down, {
      checks: [aCheck()],
      alarms: [anAlarmState({ state: "OK" })],
      outcomes: failing("acme/checkout"),
    });
    expect(picture.checks[0]).not.toHaveProperty("failingSinceEpochMs");
  });
});

/** 60 an hour for three hours, 200 before. */
function risingPoints(fromEpochMs: number, toEpochMs: number, periodMs: number): Point[] {
  const points: Point[] = [];
  for (let atEpochMs = fromEpochMs; atEpochMs < toEpochMs; atEpochMs += periodMs) {
    const noise = [0, 2, -1, 1, -2, 1][(atEpochMs / periodMs) % 6] ?? 0;
    points.push({ atEpochMs, value: 200 + noise + (60 * Math.max(0, atEpochMs - (NOW - 3 * HOUR_MS))) / HOUR_MS });
  }
  return points;
}

describe("a check from several places", () => {
  const wide = aCheck({ from: ["region", "us-east-1", "eu-west-1"] });
  const good = (location: string) => anOutcome({ check: wide.id, location, startedAtEpochMs: NOW - 50 * MINUTE_MS });
  const bad = (location: string) => failing(wide.id, { parts: { location } });
  const partly = anIncident({
    severity: "warning",
    openedAtEpochMs: NOW - 2 * MINUTE_MS,
    members: [memberOf(wide.id, "partly-down")],
  });
  const warned = [anAlarmState({ alarm: anAlarm({ check: wide.id, topic: "partly-down", severity: "warning" }) })];

  it("is shown by the place that sees it fail, beside those that do not", async () => {
    const outcomes = [...bad("us-east-1"), good(LOCATION), good("eu-west-1")];
    const { parts, picture } = await look(partly, { checks: [wide], alarms: warned, outcomes });
    expect(picture.checks[0]?.places.map(({ location, isFailing }) => [location, isFailing])).toEqual([
      [LOCATION, false],
      ["us-east-1", true],
      ["eu-west-1", false],
    ]);
    expect(parts.lead).toMatchObject({
      location: "us-east-1",
      failedRuns: 3,
      seen: { failing: ["us-east-1"], fine: [LOCATION, "eu-west-1"] },
    });
    expect(parts.diagnosis?.findings[0]).toMatchObject({ cause: "some-places-only", confidence: "likely" });
  });

  it("says nothing of a place that it knows nothing of", async () => {
    const { parts } = await look(partly, { checks: [wide], alarms: warned, outcomes: [...bad("us-east-1"), good(LOCATION)] });
    expect(parts.lead?.seen).toEqual({ failing: ["us-east-1"], fine: [LOCATION] });
  });

  it("has failed since enough places saw it, not since the first did", async () => {
    const early = failing(wide.id, { runs: 5, parts: { location: LOCATION } });
    const { picture } = await look(down, { checks: [wide], outcomes: [...early, ...bad("us-east-1")] });
    expect(picture.checks[0]?.failingSinceEpochMs).toBe(NOW - 3 * MINUTE_MS);
  });

  it("is told apart from a place at which all fail", async () => {
    const others = ["a", "b"].map((name) =>
      aCheck({ id: `acme/${name}`, from: wide.from, target: { url: `https://${name}.example/` } }),
    );
    const checks = [wide, ...others];
    const outcomes = checks.flatMap(({ id }) => [
      ...failing(id, {
        parts: { location: "us-east-1", failure: { phase: "connect", code: "connect-timed-out", message: "no answer" } },
      }),
      anOutcome({ check: id, location: LOCATION, startedAtEpochMs: NOW - 50 * MINUTE_MS }),
      anOutcome({ check: id, location: "eu-west-1", startedAtEpochMs: NOW - 50 * MINUTE_MS }),
    ]);
    const alarms = checks.map(({ id }) =>
      anAlarmState({ alarm: anAlarm({ check: id, topic: "partly-down", severity: "warning" }) }),
    );
    const { parts } = await look(partly, { checks, alarms, outcomes });
    expect(parts.diagnosis?.findings.map(({ cause }) => cause)).toEqual(["location-fault"]);
    expect(parts.diagnosis?.findings[0]?.evidence[0]).toMatchObject({ with: { failing: 3, all: 3, location: "us-east-1" } });
  });

  it("in the user's network says so to the diagnosis", async () => {
    const inner = aCheck({ from: ["vpc"] });
    const failure = { phase: "connect", code: "connect-timed-out", message: "no answer" } as const;
    const outcomes = failing(inner.id, { parts: { location: `${LOCATION}/vpc`, failure, facts: {}, breaches: [] } });
    const { parts } = await look(down, { checks: [inner], outcomes });
    expect(parts.diagnosis?.findings[0]).toMatchObject({ cause: "host-silent", with: { inVpc: true } });
  });
});
