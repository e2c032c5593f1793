import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  anAlarm,
  anAlarmState,
  aSystemAlarm,
  aTold,
  aWatchedCheck,
  START_EPOCH_MS as START,
} from "../../../test/kit/incidents.ts";
import type { Incident } from "../model/incident.ts";
import type { AlarmState, WatchedCheck } from "../model/picture.ts";
import type { AlarmTransition } from "../ports.ts";
import { fold } from "./fold.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

interface Scene {
  readonly checks: readonly WatchedCheck[];
  readonly states: readonly AlarmState[];
}

function down(check: string, sinceEpochMs = START): AlarmState {
  return anAlarmState({ alarm: anAlarm({ check }), sinceEpochMs });
}

function fine(check: string, sinceEpochMs = START): AlarmState {
  return anAlarmState({ alarm: anAlarm({ check }), state: "OK", sinceEpochMs });
}

function foldAt(nowEpochMs: number, { checks, states }: Scene, before: readonly Incident[] = []): Incident[] {
  return fold(before, { picture: { alarms: states, checks }, transitions: [], nowEpochMs });
}

/** As after somebody was told. */
function tell(incidents: readonly Incident[]): Incident[] {
  return incidents.map((incident) => ({
    ...incident,
    state: incident.state === "gathering" ? "open" : incident.state,
    told: { "oncall/email": aTold({ root: incident.root, memberCount: incident.memberCount }) },
  }));
}

const open = (incidents: readonly Incident[]) => incidents.filter(({ state }) => state !== "closed");
const sorted = (incidents: readonly Incident[]) => incidents.toSorted((one, other) => (one.id < other.id ? -1 : 1));
const rootsOf = (incidents: readonly Incident[]) =>
  open(incidents)
    .map(({ root }) => `${root.kind} ${root.name}`)
    .toSorted();

describe("an incident", () => {
  const checks = [aWatchedCheck({ id: "a/x" }), aWatchedCheck({ id: "b/y" }), aWatchedCheck({ id: "c/z" })];

  it("opens with the first alarm and dates from it", () => {
    const [incident] = foldAt(START + MINUTE, { checks, states: [down("a/x"), fine("b/y")] });
    expect(incident).toMatchObject({
      root: { kind: "check", name: "a/x" },
      state: "gathering",
      severity: "critical",
      openedAtEpochMs: START,
      members: [{ alarm: "acme: a/x is down", topic: "down", check: "a/x", sinceEpochMs: START }],
      memberCount: 1,
      contacts: ["oncall"],
      flipsEpochMs: [START],
    });
    expect(incident?.id).toMatch(/^[a-z]\d[a-z]\d$/);
  });

  it("closes three intervals after its last member came back, five minutes at most", () => {
    const opened = tell(foldAt(START, { checks, states: [down("a/x")] }));
    const back = { checks, states: [fine("a/x", START + MINUTE)] };
    const closing = foldAt(START + 4 * MINUTE - 1, back, opened);
    expect(closing).toMatchObject([{ state: "closing", members: [{ untilEpochMs: START + MINUTE }] }]);
    expect(foldAt(START + 4 * MINUTE, back, closing)).toMatchObject([{ state: "closed", closedAtEpochMs: START + 4 * MINUTE }]);
    const slow = { ...back, checks: [aWatchedCheck({ id: "a/x", everyMs: 15 * MINUTE })] };
    expect(foldAt(START + 6 * MINUTE - 1, slow, closing)).toMatchObject([{ state: "closing" }]);
    expect(foldAt(START + 6 * MINUTE, slow, closing)).toMatchObject([{ state: "closed" }]);
  });

  it("remembers the first failed run, which is earlier than the alarm, as far as it is known before people are told", () => {
    const failing = (sinceEpochMs: number) => [aWatchedCheck({ id: "a/x", failingSinceEpochMs: sinceEpochMs })];
    const unknown = foldAt(START, { checks, states: [down("a/x")] });
    expect(unknown[0]).not.toHaveProperty("failingSinceEpochMs");
    const learned = foldAt(START + 10_000, { checks: failing(START - MINUTE), states: [down("a/x")] }, unknown);
    expect(learned).toMatchObject([{ openedAtEpochMs: START, failingSinceEpochMs: START - MINUTE }]);
    const later = foldAt(START + 20_000, { checks: failing(START + 10_000), states: [down("a/x")] }, learned);
    expect(later).toMatchObject([{ failingSinceEpochMs: START - MINUTE }]);
    const told = foldAt(START + MINUTE, { checks: failing(START - HOUR), states: [down("a/x")] }, tell(later));
    expect(told).toMatchObject([{ state: "open", failingSinceEpochMs: START - MINUTE }]);
  });

  it("goes on when its alarm goes off again before it closed, and a new one opens afterwards", () => {
    const opened = tell(foldAt(START, { checks, states: [down("a/x")] }));
    const closing = foldAt(START + 2 * MINUTE, { checks, states: [fine("a/x", START + MINUTE)] }, opened);
    const again = { checks, states: [down("a/x", START + 3 * MINUTE)] };
    expect(foldAt(START + 3 * MINUTE, again, closing)).toMatchObject([{ id: opened[0]?.id, state: "open" }]);
    const closed = foldAt(START + 9 * MINUTE, { checks, states: [fine("a/x", START + MINUTE)] }, closing);
    const anew = foldAt(START + 10 * MINUTE, { checks, states: [down("a/x", START + 10 * MINUTE)] }, closed);
    expect(open(anew)).toMatchObject([{ state: "gathering", openedAtEpochMs: START + 10 * MINUTE }]);
    expect(open(anew)[0]?.id).not.toBe(opened[0]?.id);
  });

  it("flaps after four flips in an hour, also over incidents that closed, and then closes only after half an hour of quiet", () => {
    let incidents: Incident[] = [];
    for (const [at, isDown] of [true, false, true, false].entries()) {
      const movedAt = START + at * 10 * MINUTE;
      const states = [isDown ? down("a/x", movedAt) : fine("a/x", movedAt)];
      incidents = tell(foldAt(movedAt, { checks, states }, incidents));
      incidents = foldAt(movedAt + 6 * MINUTE, { checks, states }, incidents);
    }
    expect(open(incidents)).toMatchObject([{ isFlapping: true, state: "closing" }]);
    const quiet = { checks, states: [fine("a/x", START + 30 * MINUTE)] };
    expect(open(foldAt(START + HOUR - 1, quiet, incidents))).toHaveLength(1);
    expect(open(foldAt(START + HOUR, quiet, incidents))).toHaveLength(0);
  });

  it("that flapped needs its half hour of quiet however long it was down at last", () => {
    const opened = tell(foldAt(START, { checks, states: [down("a/x")] })).map((each) => ({
      ...each,
      isFlapping: true,
      flipsEpochMs: [START],
    }));
    const long = foldAt(START + 5 * HOUR, { checks, states: [down("a/x")] }, opened);
    const back = foldAt(START + 5 * HOUR, { checks, states: [fine("a/x", START + 5 * HOUR)] }, long);
    expect(foldAt(START + 5 * HOUR + 20 * MINUTE, { checks, states: [fine("a/x", START + 5 * HOUR)] }, back)).toMatchObject([
      { state: "closing" },
    ]);
  });

  it("does not flap by flips that are an hour apart", () => {
    let incidents: Incident[] = [];
    for (const at of [0, 1, 2, 3, 4, 5]) {
      const movedAt = START + at * 25 * MINUTE;
      incidents = tell(
        foldAt(movedAt, { checks, states: [at % 2 === 0 ? down("a/x", movedAt) : fine("a/x", movedAt)] }, incidents),
      );
    }
    expect(incidents.some(({ isFlapping }) => isFlapping)).toBe(false);
  });

  it("keeps an alarm that lost its data for an hour, but does not open for one", () => {
    const lost = (sinceEpochMs: number) => ({ ...down("a/x", sinceEpochMs), state: "INSUFFICIENT_DATA" as const });
    expect(foldAt(START, { checks, states: [lost(START)] })).toEqual([]);
    const opened = tell(foldAt(START, { checks, states: [down("a/x")] }));
    const states = [lost(START + MINUTE)];
    const later = foldAt(START + HOUR, { checks, states }, opened);
    expect(later).toMatchObject([{ state: "open", flipsEpochMs: [START] }]);
    expect(foldAt(START + HOUR + MINUTE, { checks, states }, later)).toMatchObject([{ state: "closing" }]);
  });

  it("closes when its alarm is no longer deployed", () => {
    const opened = tell(foldAt(START, { checks, states: [down("a/x")] }));
    const gone = { checks: [], states: [] };
    const closing = foldAt(START + MINUTE, gone, opened);
    expect(foldAt(START + 7 * MINUTE, gone, closing)).toMatchObject([{ state: "closed" }]);
  });

  it("keeps a thousand members and counts them all", () => {
    const many = Array.from({ length: 1_200 }, (_, at) => aWatchedCheck({ id: `a/${at}`, host: "h" }));
    const states = many.map(({ id }) => down(id));
    const [incident, ...others] = foldAt(START, { checks: many, states });
    expect(others).toEqual([]);
    expect([incident?.members.length, incident?.memberCount]).toEqual([1_000, 1_200]);
    expect(foldAt(START, { checks: many, states }, incident && [incident])).toEqual([incident]);
  });

  it("is of one severity: a warning of a check that is down is its own, and outlives the outage", () => {
    const warning = anAlarmState({ alarm: anAlarm({ check: "a/x", topic: "certificate", severity: "warning" }) });
    const both = foldAt(START, { checks, states: [down("a/x"), warning] });
    expect(both.map(({ severity }) => severity).toSorted()).toEqual(["critical", "warning"]);
    const back = foldAt(START + 10 * MINUTE, { checks, states: [fine("a/x", START + MINUTE), warning] }, both);
    expect(open(back)).toMatchObject([{ severity: "warning" }]);
  });

  it("is kept for a day after it closed, the hundred latest of them", () => {
    const closed = Array.from({ length: 150 }, (_, at) => ({
      ...tell(foldAt(START, { checks, states: [down("a/x")] }))[0],
      id: `i${at}`,
      state: "closed",
      closedAtEpochMs: START + at * MINUTE,
    })) as Incident[];
    expect(foldAt(START + 3 * HOUR, { checks, states: [] }, closed)).toHaveLength(100);
    expect(foldAt(START + 24 * HOUR + 100 * MINUTE, { checks, states: [] }, closed)).toHaveLength(49);
  });
});

describe("a root that is found later", () => {
  const onHost = (count: number) => Array.from({ length: count }, (_, at) => aWatchedCheck({ id: `h/${at}`, host: "h" }));

  it("takes over what is open under the id that people know, and swallows what nobody was told", () => {
    const checks = [...onHost(3), aWatchedCheck({ id: "other/1", host: "o" })];
    const told = tell(foldAt(START, { checks, states: [down("h/0")] }));
    const states = ["h/0", "h/1", "h/2"].map((id) => down(id));
    const merged = foldAt(START + MINUTE, { checks, states }, told);
    expect(merged).toMatchObject([{ id: told[0]?.id, root: { kind: "host", name: "h" }, memberCount: 3 }]);
    expect(merged[0]?.told["oncall/email"]?.root).toEqual({ kind: "check", name: "h/0" });
  });

  it("makes one of several that were told, and owes each of their lines one recovery", () => {
    const dependants = ["a", "b"].map((id) => aWatchedCheck({ id, dependsOn: ["db"], failingSinceEpochMs: START }));
    const checks = [...dependants, aWatchedCheck({ id: "db", failingSinceEpochMs: START })];
    const first = foldAt(START, { checks, states: [down("a"), down("b")] });
    const told = tell(first).map((incident, at) => (at === 0 ? incident : { ...incident, told: { "platform/email": aTold() } }));
    const merged = foldAt(START + MINUTE, { checks, states: ["a", "b", "db"].map((id) => down(id)) }, told);
    expect(merged).toMatchObject([{ root: { kind: "check", name: "db" }, memberCount: 3, confidence: "likely" }]);
    expect(Object.keys(merged[0]?.told ?? {}).toSorted()).toEqual(["oncall/email", "platform/email"]);
  });

  it("lets go of those that stay down five minutes after nothing points to it any more", () => {
    const dependants = ["a", "b"].map((id) => aWatchedCheck({ id, dependsOn: ["db"] }));
    const checks = [...dependants, aWatchedCheck({ id: "db" })];
    const opened = tell(foldAt(START, { checks, states: ["a", "b", "db"].map((id) => down(id)) }));
    const states = [down("a"), down("b"), fine("db", START + MINUTE)];
    const held = foldAt(START + MINUTE, { checks, states }, opened);
    expect(rootsOf(held)).toEqual(["check db"]);
    const kept = foldAt(START + 6 * MINUTE - 1, { checks, states }, held);
    expect(rootsOf(kept)).toEqual(["check db"]);
    expect(rootsOf(foldAt(START + 6 * MINUTE, { checks, states }, kept))).toEqual(["check a", "check b"]);
  });

  it("goes over to the one check that stays down, so that nobody hears of a recovery and an outage at once", () => {
    const checks = [...onHost(4), aWatchedCheck({ id: "other/1", host: "o" })];
    const opened = tell(foldAt(START, { checks, states: checks.slice(0, 4).map(({ id }) => down(id)) }));
    const states = [down("h/0"), ...["h/1", "h/2", "h/3"].map((id) => fine(id, START + MINUTE))];
    const held = foldAt(START + MINUTE, { checks, states }, opened);
    expect(held).toMatchObject([{ root: { kind: "host" }, rootGoneAtEpochMs: START + MINUTE }]);
    const after = foldAt(START + 7 * MINUTE, { checks, states }, held);
    expect(after).toMatchObject([{ id: opened[0]?.id, root: { kind: "check", name: "h/0" }, state: "open" }]);
    expect(after[0]).not.toHaveProperty("rootGoneAtEpochMs");
  });

  it("lets what nobody was told go at once, however it was gathered", () => {
    const checks = [aWatchedCheck({ id: "a", dependsOn: ["db"] }), aWatchedCheck({ id: "db" })];
    const gathered = foldAt(START, { checks, states: [down("a"), down("db")] });
    expect(rootsOf(gathered)).toEqual(["check db"]);
    const after = foldAt(START + 10_000, { checks, states: [down("a"), fine("db", START + 10_000)] }, gathered);
    expect(rootsOf(after)).toEqual(["check a"]);
  });

  it("keeps its hold on those that flap, until all is quiet", () => {
    const checks = [...onHost(3), aWatchedCheck({ id: "other/1", host: "o" })];
    const opened = tell(foldAt(START, { checks, states: checks.slice(0, 3).map(({ id }) => down(id)) }));
    const flapping = opened.map((incident) => ({ ...incident, isFlapping: true }));
    const states = [down("h/0", START + 20 * MINUTE), fine("h/1", START + MINUTE), fine("h/2", START + MINUTE)];
    const later = foldAt(START + 20 * MINUTE, { checks, states }, flapping);
    expect(rootsOf(foldAt(START + 40 * MINUTE, { checks, states }, later))).toEqual(["host h"]);
  });

  it("does not give way to another that explains as much", () => {
    const app = aWatchedCheck({ id: "app", dependsOn: ["db", "cache"] });
    const checks = [app, aWatchedCheck({ id: "db" }), aWatchedCheck({ id: "cache", failingSinceEpochMs: START - HOUR })];
    const opened = tell(foldAt(START, { checks, states: [down("app"), down("db"), fine("cache")] }));
    const both = foldAt(START + MINUTE, { checks, states: ["app", "db", "cache"].map((id) => down(id)) }, opened);
    expect(both.find(({ root }) => root.name === "db")?.members.map(({ check }) => check)).toContain("app");
  });

  it("takes along what it was the root of, when it has a root itself", () => {
    const checks = [
      aWatchedCheck({ id: "app", dependsOn: ["d/db"] }),
      ...["d/db", "d/cache"].map((id) => aWatchedCheck({ id, host: "d" })),
    ];
    const opened = tell(foldAt(START, { checks, states: [down("app"), down("d/db")] }));
    expect(rootsOf(opened)).toEqual(["check d/db"]);
    const wider = foldAt(START + MINUTE, { checks, states: ["app", "d/db", "d/cache"].map((id) => down(id)) }, opened);
    expect(wider).toMatchObject([{ id: opened[0]?.id, root: { kind: "host", name: "d" }, memberCount: 3 }]);
  });

  it("gives way to the address that several hosts share, with the incident of each", () => {
    const at = (id: string, host: string) => aWatchedCheck({ id, host, address: "203.0.113.7" });
    const checks = [at("h/0", "h"), at("h/1", "h"), at("i/0", "i"), aWatchedCheck({ id: "other/1", host: "o" })];
    const opened = tell(foldAt(START, { checks, states: [down("h/0"), down("h/1")] }));
    expect(rootsOf(opened)).toEqual(["host h"]);
    const wider = foldAt(START + MINUTE, { checks, states: ["h/0", "h/1", "i/0"].map((id) => down(id)) }, opened);
    expect(wider).toMatchObject([{ id: opened[0]?.id, root: { kind: "address" }, memberCount: 3 }]);
  });

  it("goes on under the id of what people were told, though something else is older", () => {
    const checks = [...onHost(2), aWatchedCheck({ id: "other/1", host: "o" })];
    const older = foldAt(START, { checks, states: [down("h/0", START - HOUR), down("h/1")] });
    const failingSinceEpochMs = START - HOUR - MINUTE;
    const told = older.map((incident) =>
      incident.root.name === "h/1" ? (tell([incident])[0] ?? incident) : { ...incident, failingSinceEpochMs },
    );
    const known = told.find(({ root }) => root.name === "h/1")?.id;
    expect(told).toHaveLength(2);
    const merged = foldAt(START + MINUTE, { checks, states: [down("h/0"), down("h/1")] }, told);
    expect(merged).toMatchObject([{ id: known, root: { kind: "host" }, openedAtEpochMs: START - HOUR, failingSinceEpochMs }]);
  });

  it("is of no matter for what was gathered under another: nobody was told yet", () => {
    const checks = [...onHost(10), aWatchedCheck({ id: "other/1", host: "o" })];
    const few = foldAt(START, { checks, states: [down("h/0"), down("h/1")] });
    expect(rootsOf(few)).toEqual(["check h/0", "check h/1"]);
    expect(rootsOf(foldAt(START + 10_000, { checks, states: checks.slice(0, 8).map(({ id }) => down(id)) }, few))).toEqual([
      "host h",
    ]);
  });
});

describe("who is told", () => {
  const checks = ["a/x", "a/y"].map((id) => aWatchedCheck({ id, shard: "region-60s-0", prober: "prober-region" }));
  const mine = (check: string, owner: string) => anAlarmState({ alarm: anAlarm({ check, notify: [owner] }) });
  const silent = anAlarmState({ alarm: aSystemAlarm("silent", "region-60s-0") });

  it("is everybody who owns a member, now or before", () => {
    const shared = checks.map((check) => ({ ...check, host: "h" }));
    const [incident] = foldAt(START, { checks: shared, states: [mine("a/x", "ann"), mine("a/y", "bob")] });
    expect(incident?.contacts).toEqual(["ann", "bob"]);
    const later = foldAt(
      START + MINUTE,
      { checks: shared, states: [mine("a/x", "ann"), fine("a/y", START + MINUTE)] },
      incident && tell([incident]),
    );
    expect(later).toMatchObject([{ contacts: ["ann", "bob"] }]);
  });

  it("are the operators where the fault is ours, not the owners of checks that only we could not see", () => {
    const incidents = foldAt(START, { checks, states: [mine("a/x", "ann"), silent] });
    expect(incidents).toMatchObject([
      { root: { kind: "prober", name: "prober-region" }, contacts: ["platform"], memberCount: 2 },
    ]);
    const alone = tell(foldAt(START, { checks, states: [mine("a/x", "ann")] }).map((each) => ({ ...each, state: "gathering" })));
    expect(foldAt(START, { checks, states: [mine("a/x", "ann"), silent] }, alone)).toMatchObject([{ contacts: ["platform"] }]);
  });

  it("are the owners where we have no operators: better they than nobody", () => {
    const nobody = anAlarmState({ alarm: aSystemAlarm("silent", "region-60s-0", { notify: [] }) });
    expect(foldAt(START, { checks, states: [mine("a/x", "ann"), nobody] })).toMatchObject([{ contacts: ["ann"] }]);
  });
});

describe("transitions", () => {
  const checks = [aWatchedCheck({ id: "a/x" })];
  const transition = (to: "OK" | "ALARM", atEpochMs: number): AlarmTransition => ({
    ...{ alarm: anAlarm({ check: "a/x" }), from: to === "OK" ? "ALARM" : "OK" },
    ...{ to, atEpochMs, reason: "" },
  });
  const foldWith = (transitions: AlarmTransition[], states: AlarmState[]) =>
    fold([], { picture: { alarms: states, checks }, transitions, nowEpochMs: START + HOUR });

  it("count where the picture is too old to show them", () => {
    expect(foldWith([transition("ALARM", START + 1)], [fine("a/x")])).toMatchObject([{ openedAtEpochMs: START + 1 }]);
  });

  it("count for nothing where the picture is newer", () => {
    expect(foldWith([transition("ALARM", START - 1), transition("ALARM", START)], [fine("a/x")])).toEqual([]);
  });
});

describe("folding anything at all", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const aScene = fc.record({
    checks: fc.tuple(
      ...names.map((id, at) =>
        fc
          .record({
            host: fc.option(fc.constantFrom("h1", "h2"), { nil: undefined }),
            location: fc.constantFrom("here", "there"),
            dependsOn: fc.subarray(names.slice(0, at)),
            shard: fc.constantFrom("s1", "s2"),
          })
          .map(({ host, ...rest }) => aWatchedCheck({ id, ...rest, ...(host !== undefined && { host }) })),
      ),
    ),
    /** Each step: how much later, and which alarms change. */
    steps: fc.array(
      fc.record({
        laterMs: fc.integer({ min: 1_000, max: 8 * MINUTE }),
        flip: fc.uniqueArray(fc.nat(7), { maxLength: 4 }),
        isTold: fc.boolean(),
      }),
      { maxLength: 25 },
    ),
  });

  const alarms = [
    ...names.map((check) => anAlarm({ check })),
    anAlarm({ check: "a", topic: "slow", severity: "warning" }),
    aSystemAlarm("silent", "s1"),
  ];

  function* play({
    checks,
    steps,
  }: {
    checks: readonly WatchedCheck[];
    steps: readonly { laterMs: number; flip: number[]; isTold: boolean }[];
  }) {
    let nowEpochMs = START;
    let states: AlarmState[] = alarms.map((alarm) => anAlarmState({ alarm, state: "OK" }));
    let incidents: Incident[] = [];
    for (const { laterMs, flip, isTold } of steps) {
      nowEpochMs += laterMs;
      const moved = flip.map((at) => states[at]).filter((state) => state !== undefined);
      const transitions = moved.map(
        ({ alarm, state }): AlarmTransition => ({
          alarm,
          from: state,
          to: state === "OK" ? "ALARM" : "OK",
          atEpochMs: nowEpochMs,
          reason: "",
        }),
      );
      states = states.map((state, at) =>
        flip.includes(at) ? { ...state, state: state.state === "OK" ? "ALARM" : "OK", sinceEpochMs: nowEpochMs } : state,
      );
      const before = incidents;
      incidents = fold(before, { picture: { alarms: states, checks }, transitions, nowEpochMs });
      yield { before, incidents, states, transitions, nowEpochMs, checks };
      if (isTold) incidents = tell(incidents);
    }
  }

  it("puts every alarm that is in alarm into exactly one incident, each root and severity into one, and loses nobody who came back", () => {
    fc.assert(
      fc.property(aScene, (scene) => {
        for (const { before, incidents, states } of play(scene)) {
          const active = open(incidents).flatMap(({ members }) =>
            members.filter(({ untilEpochMs }) => untilEpochMs === undefined),
          );
          const expected = states.filter(({ state }) => state === "ALARM").map(({ alarm }) => alarm.name);
          expect(active.map(({ alarm }) => alarm).toSorted()).toEqual(expected.toSorted());
          const keys = open(incidents).map(({ root, severity }) => `${severity} ${root.kind} ${root.name}`);
          expect(new Set(keys).size).toBe(keys.length);
          const everMembers = new Set(incidents.flatMap(({ members }) => members.map(({ alarm }) => alarm)));
          for (const { members } of open(before)) for (const { alarm } of members) expect(everMembers).toContain(alarm);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("changes nothing when the same is folded again, with transitions repeated and in any order", () => {
    fc.assert(
      fc.property(aScene, fc.infiniteStream(fc.nat()), (scene, order) => {
        const seen: AlarmTransition[] = [];
        for (const { incidents, states, transitions, nowEpochMs, checks, before } of play(scene)) {
          seen.push(...transitions);
          const shuffled = [...seen, ...seen]
            .map((each) => ({ each, rank: order.next().value }))
            .toSorted((a, b) => a.rank - b.rank)
            .map(({ each }) => each);
          const picture = { alarms: states, checks };
          expect(sorted(fold(incidents, { picture, transitions: shuffled, nowEpochMs }))).toEqual(sorted(incidents));
          expect(sorted(fold(before, { picture, transitions: shuffled, nowEpochMs }))).toEqual(sorted(incidents));
          const stale = states.map(
            (state) =>
              (transitions.some(({ alarm }) => alarm.name === state.alarm.name)
                ? { ...state, state: state.state === "OK" ? "ALARM" : "OK", sinceEpochMs: START }
                : state) as AlarmState,
          );
          const fromStale = fold(before, { picture: { alarms: stale, checks }, transitions: shuffled, nowEpochMs });
          expect(sorted(fromStale)).toEqual(sorted(incidents));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("closes everything half an hour after the last alarm went back", () => {
    fc.assert(
      fc.property(aScene, (scene) => {
        const last = [...play(scene)].at(-1);
        if (last === undefined) return;
        const states = last.states.map((state) => ({ ...state, state: "OK" as const, sinceEpochMs: last.nowEpochMs }));
        const closing = foldAt(last.nowEpochMs, { checks: last.checks, states }, last.incidents);
        expect(open(foldAt(last.nowEpochMs + 30 * MINUTE, { checks: last.checks, states }, closing))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});
