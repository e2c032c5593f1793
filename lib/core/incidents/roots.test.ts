import { describe, expect, it } from "vitest";
import {
  anAlarm,
  anAlarmState,
  aSystemAlarm,
  aWatchedCheck,
  START_EPOCH_MS as START,
  type WatchedParts,
} from "../../../test/kit/incidents.ts";
import type { AlarmSpec } from "../model/alarm.ts";
import type { AlarmState, WatchedCheck } from "../model/picture.ts";
import { findRoots } from "./roots.ts";

const MINUTE = 60_000;

function check(id: string, parts: WatchedParts = {}): WatchedCheck {
  return aWatchedCheck({ id, failingSinceEpochMs: START, ...parts });
}

function down({ id }: WatchedCheck): AlarmState {
  return anAlarmState({ alarm: anAlarm({ check: id }), sinceEpochMs: START + 2 * MINUTE });
}

/** Roots of the checks that fail, as `host h (likely)`. */
function rootsOf(failing: readonly WatchedCheck[], others: readonly WatchedCheck[] = [], system: readonly AlarmState[] = []) {
  const found = findRoots([...failing.map(down), ...system], [...failing, ...others]);
  return failing.map(({ id }) => {
    const { root, confidence } = found.get(`acme: ${id} is down`) ?? {};
    return `${root?.kind} ${root?.name} (${confidence})`;
  });
}

describe("a declared dependency", () => {
  it("is the root when it fails too, however deep it lies", () => {
    const chain = [check("app", { dependsOn: ["api"] }), check("api", { dependsOn: ["db"] }), check("db")];
    expect(rootsOf(chain)).toEqual(["check db (likely)", "check db (likely)", "check db (confirmed)"]);
  });

  it("is not blamed when it is fine, nor is one beyond it", () => {
    expect(rootsOf([check("app", { dependsOn: ["api"] })], [check("api")])).toEqual(["check app (confirmed)"]);
    const beyond = [check("app", { dependsOn: ["api"] }), check("db")];
    expect(rootsOf(beyond, [check("api", { dependsOn: ["db"] })])).toEqual(["check app (confirmed)", "check db (confirmed)"]);
  });

  it("is not blamed when it began to fail later", () => {
    const late = check("db", { failingSinceEpochMs: START + 2 * MINUTE });
    expect(rootsOf([check("app", { dependsOn: ["db"] }), late])).toEqual(["check app (confirmed)", "check db (confirmed)"]);
  });

  it("is blamed when it was only looked at later, within its own interval", () => {
    const seldom = check("db", { failingSinceEpochMs: START + 4 * MINUTE, everyMs: 5 * MINUTE });
    expect(rootsOf([check("app", { dependsOn: ["db"] }), seldom])[0]).toBe("check db (likely)");
  });

  it("is judged by its alarm where nobody knows when it began to fail", () => {
    const { failingSinceEpochMs: _unknown, ...db } = check("db");
    expect(rootsOf([check("app", { dependsOn: ["db"] }), db])[0]).toBe("check db (likely)");
  });

  it("explains by the root that it has itself", () => {
    const onHost = [check("db", { host: "h" }), check("cache", { host: "h" })];
    const failing = [check("app", { dependsOn: ["db"], host: "other" }), ...onHost];
    expect(rootsOf(failing, [check("web", { host: "other" })])[0]).toBe("host h (likely)");
  });

  it("ends also where dependencies go in circles", () => {
    const circle = [check("a", { dependsOn: ["b"] }), check("b", { dependsOn: ["a"] })];
    expect(rootsOf(circle)).toHaveLength(2);
  });
});

describe("a shared host", () => {
  const on = (host: string, ids: readonly string[], parts: Partial<WatchedCheck> = {}) =>
    ids.map((id) => check(id, { host, ...parts }));

  it("is the root when two of its checks fail and they are 60 % of them", () => {
    expect(rootsOf(on("h", ["a", "b", "c"]), on("h", ["d", "e"]))).toEqual(Array(3).fill("host h (likely)"));
  });

  it("is not when fewer fail, or only one", () => {
    expect(rootsOf(on("h", ["a", "b"]), on("h", ["c", "d"]))).toEqual(["check a (confirmed)", "check b (confirmed)"]);
    expect(rootsOf(on("h", ["a"]))).toEqual(["check a (confirmed)"]);
  });

  it("is not when its checks began to fail at different times", () => {
    const [old, fresh] = [...on("h", ["a"], { failingSinceEpochMs: START - 60 * MINUTE }), ...on("h", ["b"])];
    expect(rootsOf([old, fresh].filter((each) => each !== undefined))).toEqual(["check a (confirmed)", "check b (confirmed)"]);
  });

  it("explains who follows later, but not who was down before", () => {
    const together = on("h", ["a", "b", "c"]);
    const before = on("h", ["old"], { failingSinceEpochMs: START - 60 * MINUTE });
    const after = on("h", ["new"], { failingSinceEpochMs: START + 60 * MINUTE });
    expect(rootsOf([...together, ...before, ...after]).slice(3)).toEqual(["check old (confirmed)", "host h (likely)"]);
  });

  it("counts checks that a dependency elsewhere explains neither way", () => {
    const db = check("db", { host: "d" });
    const dependants = on("h", ["a", "b"], { dependsOn: ["db"] });
    expect(rootsOf([...dependants, db])).toEqual(["check db (likely)", "check db (likely)", "check db (confirmed)"]);
  });
});

describe("a shared address", () => {
  const at = (address: string, hosts: readonly string[]) => hosts.map((host) => check(`${host}/x`, { host, address }));

  it("is possibly the root when two hosts behind it fail, and most of what is behind it", () => {
    expect(rootsOf(at("203.0.113.7", ["h1", "h2"]), at("203.0.113.9", ["h3", "h4"]))).toEqual(
      Array(2).fill("address 203.0.113.7 (possible)"),
    );
    expect(rootsOf(at("203.0.113.7", ["h1", "h2"]), at("203.0.113.7", ["h3", "h4"]))[0]).toBe("check h1/x (confirmed)");
  });
});

describe("a location", () => {
  const from = (location: string, count: number) =>
    Array.from({ length: count }, (_, at) => check(`${location}/${at}`, { location, host: `host-${at}` }));

  it("is likely the root when 60 % of its checks fail while another location is fine", () => {
    expect(rootsOf(from("seoul", 6).slice(0, 4), [...from("seoul", 6).slice(4), ...from("tokyo", 5)])[0]).toBe(
      "location seoul (likely)",
    );
    expect(rootsOf(from("seoul", 6).slice(0, 3), [...from("seoul", 6).slice(3), ...from("tokyo", 5)])[0]).toBe(
      "check seoul/0 (confirmed)",
    );
  });

  it("is only possible where there is no other location to compare with", () => {
    expect(rootsOf(from("seoul", 5).slice(0, 3), from("seoul", 5).slice(3))[0]).toBe("location seoul (possible)");
  });

  it("is not claimed where two hosts of few fail and nothing can be compared", () => {
    expect(rootsOf(from("seoul", 3).slice(0, 2), from("seoul", 3).slice(2))[0]).toBe("check seoul/0 (confirmed)");
  });

  it("is not the root when it fails elsewhere too: then it is not the way there", () => {
    const [seoul, tokyo] = [from("seoul", 5), from("tokyo", 5)];
    expect(rootsOf([...seoul, ...tokyo])[0]).toBe("host host-0 (likely)");
  });

  it("is not the root of what was answered, however wrongly: whoever was answered found the way", () => {
    const seenAs = (isLostOnTheWay: boolean, checks: readonly WatchedCheck[]) =>
      checks.map((each) => ({ ...each, places: each.places.map((place) => ({ ...place, isLostOnTheWay })) }));
    const seoul = from("seoul", 5);
    const [lost, answered] = [seenAs(true, seoul.slice(0, 3)), seenAs(false, seoul.slice(3))];
    expect(rootsOf([...lost, ...answered], from("tokyo", 5))).toEqual([
      ...Array(3).fill("location seoul (likely)"),
      "check seoul/3 (confirmed)",
      "check seoul/4 (confirmed)",
    ]);
    expect(rootsOf(seenAs(false, seoul), from("tokyo", 5))[0]).toBe("check seoul/0 (confirmed)");
  });

  it("gives way to a host that all of them share", () => {
    const sameHost = from("seoul", 5).map((each) => ({ ...each, host: "h" }));
    expect(rootsOf(sameHost, from("tokyo", 5))[0]).toBe("host h (likely)");
  });

  it("gives way to a dependency that all of them share", () => {
    const all = [check("db", { location: "seoul" }), ...from("seoul", 9).map((each) => ({ ...each, dependsOn: ["db"] }))];
    expect(new Set(rootsOf(all).slice(1))).toEqual(new Set(["check db (likely)"]));
  });
});

describe("several places", () => {
  const SEOUL = "ap-northeast-2";
  const PLACES = [SEOUL, "us-east-1", "eu-west-1"];
  /** Seen to fail from these of the three. */
  const seen = (id: string, failing: readonly string[]) =>
    check(id, {
      host: `${id}.example`,
      places: PLACES.map((location) => ({
        ...{ vantage: location, location, prober: `prober-${location}`, isFailing: failing.includes(location) },
        ...(failing.includes(location) && { failingSinceEpochMs: START }),
      })),
    });
  const partly = ({ id }: WatchedCheck) =>
    anAlarmState({ alarm: anAlarm({ check: id, topic: "partly-down", severity: "warning" }) });
  const rootOf = (state: AlarmState, states: readonly AlarmState[], checks: readonly WatchedCheck[]) =>
    findRoots(states, checks).get(state.alarm.name);

  it("of which one sees all fail, and the others none, make that place the root of all warnings", () => {
    const checks = ["a", "b", "c"].map((id) => seen(id, ["us-east-1"]));
    const states = checks.map(partly);
    for (const state of states) {
      expect(rootOf(state, states, checks)).toMatchObject({
        root: { kind: "location", name: "us-east-1" },
        confidence: "likely",
      });
    }
  });

  it("of which one sees one check fail leave the warning with that check", () => {
    const [bad, ...others] = [seen("a", ["us-east-1"]), seen("b", []), seen("c", [])];
    const state = partly(bad);
    expect(rootOf(state, [state], [bad, ...others])?.root).toEqual({ kind: "check", name: "a" });
  });

  it("that all see it fail are not at fault", () => {
    const checks = ["a", "b"].map((id) => seen(id, PLACES));
    expect(rootsOf(checks, [seen("c", [])])).toEqual(["check a (confirmed)", "check b (confirmed)"]);
  });

  it("explain a check that runs from the bad one alone, with those that it shares with others as witnesses", () => {
    const alone = check("alone", { host: "h", location: "us-east-1" });
    const checks = [alone, ...["a", "b"].map((id) => seen(id, ["us-east-1"]))];
    const states = [down(alone), ...checks.slice(1).map(partly)];
    expect(rootOf(down(alone), states, checks)?.root).toEqual({ kind: "location", name: "us-east-1" });
  });

  it("of which one is at fault do not explain a check that another sees fail too", () => {
    const both = seen("both", ["us-east-1", "eu-west-1"]);
    const checks = [both, ...["a", "b", "c"].map((id) => seen(id, ["us-east-1"]))];
    const states = [down(both), ...checks.slice(1).map(partly)];
    expect(rootOf(down(both), states, checks)?.root).toEqual({ kind: "check", name: "both" });
  });

  it("go on seeing when the prober of one of them is silent", () => {
    const fault = anAlarmState({ alarm: aSystemAlarm("errors", "prober-us-east-1"), sinceEpochMs: START });
    expect(rootsOf([seen("a", [SEOUL, "eu-west-1"])], [], [fault])).toEqual(["check a (confirmed)"]);
  });
});

describe("a fault of ours", () => {
  const run = { shard: "region-60s-0", prober: "prober-region" };
  const of = (alarm: AlarmSpec, sinceEpochMs = START + 3 * MINUTE) => anAlarmState({ alarm, sinceEpochMs });

  it.each(["silent", "unknown"])("in a shard (%s) is the root of what it runs, by the name of its prober", (topic) => {
    const elsewhere = check("b", { ...run, shard: "region-60s-1" });
    const fault = of(aSystemAlarm(topic, "region-60s-0"));
    expect(rootsOf([check("a", run), elsewhere], [], [fault])).toEqual([
      "prober prober-region (confirmed)",
      "check b (confirmed)",
    ]);
  });

  it.each(["errors", "throttles"])("in a prober (%s) is the root of all that it runs", (topic) => {
    const failing = [
      check("a", run),
      check("b", { ...run, shard: "region-60s-1" }),
      check("c", { ...run, prober: "prober-vpc" }),
    ];
    const roots = rootsOf(failing, [], [of(aSystemAlarm(topic, "prober-region"))]);
    expect(roots).toEqual([...Array(2).fill("prober prober-region (confirmed)"), "check c (confirmed)"]);
  });

  it("does not explain what was down before it", () => {
    const fault = of(aSystemAlarm("silent", "region-60s-0"), START + 30 * MINUTE);
    expect(rootsOf([check("a", run)], [], [fault])).toEqual(["check a (confirmed)"]);
  });

  it("that blinds nobody is an incident of its own", () => {
    const alarm = aSystemAlarm("dead-letters", "unused", { metric: { ...anAlarm().metric, dimensions: { QueueName: "q" } } });
    expect(rootsOf([check("a", run)], [], [of(alarm)])).toEqual(["check a (confirmed)"]);
    expect(findRoots([of(alarm)], []).get(alarm.name)?.root).toEqual({ kind: "prober", name: alarm.name });
  });
});

describe("more roots than anybody could read about", () => {
  const many = (count: number, hosts: number) =>
    Array.from({ length: count }, (_, at) => check(`x/${at}`, { host: `h-${at % hosts}` }));
  const fine = (count: number, hosts: number) =>
    Array.from({ length: count }, (_, at) => check(`fine/${at}`, { host: `h-${at % hosts}` }));

  it("are those of their hosts, and if these are too many, of their location", () => {
    expect(new Set(rootsOf(many(60, 60), fine(200, 60))).size).toBe(60);
    expect(new Set(rootsOf(many(100, 10), fine(200, 10)))).toEqual(
      new Set(Array.from({ length: 10 }, (_, at) => `host h-${at} (possible)`)),
    );
    expect(new Set(rootsOf(many(100, 100), fine(200, 100)))).toEqual(new Set(["location ap-northeast-2 (possible)"]));
  });
});

describe("other alarms", () => {
  it("of a check that is down share its root if they are critical, and stay with the check if they only warn", () => {
    const checks = [check("a", { host: "h" }), check("b", { host: "h" })];
    const near = anAlarmState({ alarm: anAlarm({ check: "a", topic: "limit-near" }) });
    const slow = anAlarmState({ alarm: anAlarm({ check: "a", topic: "slow", severity: "warning" }) });
    const found = findRoots([...checks.map(down), near, slow], checks);
    expect(found.get(near.alarm.name)?.root).toEqual({ kind: "host", name: "h" });
    expect(found.get(slow.alarm.name)?.root).toEqual({ kind: "check", name: "a" });
  });

  it("that say nothing of being down make no host or location guilty", () => {
    const checks = ["a", "b", "c"].map((id) => check(id, { host: "h" }));
    const states = checks.map(({ id }) => anAlarmState({ alarm: anAlarm({ check: id, topic: "leak" }) }));
    const found = findRoots(states, checks);
    expect(states.map(({ alarm }) => found.get(alarm.name)?.root.kind)).toEqual(["check", "check", "check"]);
  });

  it("without a check are named by themselves", () => {
    const { check: _none, ...alarm } = anAlarm({ topic: "slow-hour", name: "acme: checks have a slow hour" });
    expect(findRoots([anAlarmState({ alarm })], []).get(alarm.name)?.root).toEqual({ kind: "check", name: alarm.name });
  });
});
