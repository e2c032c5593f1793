/** What is told to whom, when: the responder over a real store, rule by rule. */
import { describe, expect, it } from "vitest";
import { acknowledge } from "../../lib/core/incidents/acknowledge.ts";
import { withMute } from "../../lib/core/incidents/mutes.ts";
import type { Diagnosis } from "../../lib/core/model/diagnosis.ts";
import type { Incident } from "../../lib/core/model/incident.ts";
import { checksOnHosts, World, type WorldOptions } from "../kit/incident-world.ts";
import { anAlarm, aSystemAlarm, aWatchedCheck, START_EPOCH_MS as START } from "../kit/incidents.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

function aWorld(options: Partial<WorldOptions> = {}): World {
  return new World({ checks: [...checksOnHosts(8, 1), aWatchedCheck({ id: "acme/api" })], ...options });
}

async function change(world: World, edit: (incident: Incident) => Incident): Promise<void> {
  const { version, incidents } = await world.store.read();
  await world.store.commit({ incidents: incidents.map(edit) }, version);
}

async function mute(world: World, subject: string, forMs: number): Promise<void> {
  const { version, mutes } = await world.store.read();
  const nowEpochMs = world.nowEpochMs;
  await world.store.commit(
    { mutes: withMute(mutes, { mute: { subject, untilEpochMs: nowEpochMs + forMs }, nowEpochMs }) },
    version,
  );
}

describe("an opening", () => {
  it("waits 45 seconds, then says what, since when and who", async () => {
    const world = aWorld();
    world.set("ALARM", "acme/api");
    await world.passTime(44 * SECOND, SECOND);
    expect(world.heard).toEqual([]);
    await world.passTime(SECOND, SECOND);
    expect(world.heard.map(({ line }) => line)).toEqual(["oncall/email", "oncall/sms", "oncall/slack"]);
    const { id, story } = world.heard[0]?.notice ?? {};
    expect(id).toBe(`${story?.incident}-1/oncall`);
    expect(story).toMatchObject({
      ...{ type: "down", deployment: "acme", sequence: 1, severity: "critical", timezone: "Asia/Seoul" },
      ...{ root: { kind: "check", name: "acme/api" }, sinceEpochMs: START, toldAtEpochMs: START + 45 * SECOND },
      members: [{ check: "acme/api", topic: "down", sinceEpochMs: START }],
      memberCount: 1,
    });
  });

  it("says since when it fails, though it waits from the alarm on", async () => {
    const world = aWorld({ checks: [aWatchedCheck({ id: "acme/api", failingSinceEpochMs: START - 3 * MINUTE })] });
    world.set("ALARM", "acme/api");
    await world.passTime(44 * SECOND, SECOND);
    expect(world.heard).toEqual([]);
    await world.passTime(SECOND, SECOND);
    expect(world.heard[0]?.notice.story.sinceEpochMs).toBe(START - 3 * MINUTE);
  });

  it("is not told when all is well again before that", async () => {
    const world = aWorld();
    world.set("ALARM", "acme/api");
    await world.passTime(30 * SECOND, SECOND);
    world.set("OK", "acme/api");
    await world.passTime(HOUR);
    expect(world.heard).toEqual([]);
    expect((await world.store.read()).incidents).toMatchObject([{ state: "closed", told: {} }]);
  });

  it("waits for others of the same moment, two minutes at most, and speaks for all of them from three on", async () => {
    const world = aWorld();
    for (const host of [0, 1, 2, 3]) {
      world.set("ALARM", `host-${host}/check-0`);
      await world.passTime(35 * SECOND, 5 * SECOND);
    }
    expect(world.reasons("oncall/email")).toEqual(["open"]);
    expect(world.heard[0]?.atEpochMs).toBe(START + 2 * MINUTE);
    expect(world.heard[0]?.notice.story).toMatchObject({ type: "storm", folded: 4, memberCount: 4, sinceEpochMs: START });
  });

  it("of two at one moment is told one by one; a third within ten minutes waits for its turn", async () => {
    const world = aWorld();
    world.set("ALARM", "host-0/check-0", "host-1/check-0");
    await world.passTime(MINUTE, 15 * SECOND);
    expect(world.reasons("oncall/email")).toEqual(["open", "open"]);
    world.set("ALARM", "host-2/check-0");
    await world.passTime(9 * MINUTE, 15 * SECOND);
    expect(world.count("oncall/email")).toBe(2);
    await world.passTime(MINUTE, 15 * SECOND);
    expect(world.reasons("oncall/email")).toEqual(["open", "open", "open"]);
  });

  it("leaves nothing behind of those that went into another before anybody was told", async () => {
    const world = new World({ checks: [...checksOnHosts(1, 5), ...checksOnHosts(5, 1).slice(1)] });
    for (const check of [0, 1, 2, 3]) {
      world.set("ALARM", `host-0/check-${check}`);
      await world.passTime(10 * SECOND, 10 * SECOND);
    }
    await world.passTime(2 * MINUTE);
    expect((await world.store.read()).incidents).toMatchObject([{ root: { kind: "host" }, memberCount: 4 }]);
    expect(world.reasons("oncall/email")).toEqual(["open"]);
  });

  it("reaches a contact who comes in later as an opening, and everybody else as a change", async () => {
    const checks = checksOnHosts(1, 2);
    const alarms = [anAlarm({ check: "host-0/check-1", topic: "limit-near", notify: ["platform"] })];
    const world = new World({ checks: [...checks, ...checksOnHosts(4, 1).slice(1)], alarms });
    world.set("ALARM", "host-0/check-0");
    await world.passTime(20 * MINUTE);
    world.set("ALARM", "host-0/check-1", "acme: host-0/check-1 is limit-near");
    await world.passTime(MINUTE);
    expect(world.reasons("platform/email")).toEqual(["open"]);
  });
});

describe("a recovery", () => {
  it("is told to those who were told the opening, and says how long it lasted", async () => {
    const world = aWorld();
    world.set("ALARM", "acme/api");
    await world.passTime(20 * MINUTE);
    world.set("OK", "acme/api");
    await world.passTime(3 * MINUTE, 30 * SECOND);
    expect(world.reasons("oncall/email")).toEqual(["open", "close"]);
    expect(world.reasons("platform/email")).toEqual([]);
    const { story, id } = world.heard.at(-1)?.notice ?? {};
    expect(id).toBe(`${story?.incident}-2/oncall`);
    expect(story).toMatchObject({
      type: "resolved",
      about: "down",
      sinceEpochMs: START,
      untilEpochMs: START + 20 * MINUTE,
      sequence: 2,
    });
  });

  it("comes in one message when three or more are over within two minutes", async () => {
    const world = aWorld();
    const hosts = [0, 1, 2].map((host) => `host-${host}/check-0`);
    world.set("ALARM", ...hosts);
    await world.passTime(10 * MINUTE);
    for (const id of hosts) {
      world.set("OK", id);
      await world.passTime(30 * SECOND);
    }
    await world.passTime(10 * MINUTE);
    expect(world.reasons("oncall/email")).toEqual(["open", "close"]);
    expect(world.heard.at(-1)?.notice.story).toMatchObject({ type: "resolved", about: "storm", folded: 3 });
  });
});

describe("a change", () => {
  it("is told when the root turns out to be another, under the same id", async () => {
    const world = new World({ checks: [...checksOnHosts(1, 3), ...checksOnHosts(6, 1).slice(1)] });
    world.set("ALARM", "host-0/check-0");
    await world.passTime(2 * MINUTE);
    world.set("ALARM", "host-0/check-1", "host-0/check-2");
    await world.passTime(20 * MINUTE);
    expect(world.reasons("oncall/email")).toEqual(["open", "change"]);
    const [open, changed] = world.heard.filter(({ line }) => line === "oncall/email").map(({ notice }) => notice.story);
    expect(changed).toMatchObject({ incident: open?.incident, sequence: 2, root: { kind: "host" }, memberCount: 3 });
    expect(world.reasons("oncall/sms")).toEqual(["open"]);
  });

  it("is told when only the root is another, not the number", async () => {
    const dependants = [0, 1, 2, 3].map((at) => aWatchedCheck({ id: `app/${at}`, host: "app", dependsOn: ["db"] }));
    const checks = [...dependants, aWatchedCheck({ id: "db", failingSinceEpochMs: START }), aWatchedCheck({ id: "other" })];
    const world = new World({ checks });
    world.set("ALARM", ...dependants.map(({ id }) => id));
    await world.passTime(11 * MINUTE);
    world.set("ALARM", "db");
    await world.passTime(MINUTE);
    expect(world.reasons("oncall/email")).toEqual(["open", "change"]);
    expect(world.heard.at(-1)?.notice.story).toMatchObject({ root: { kind: "check", name: "db" }, memberCount: 5 });
    expect((await world.store.read()).incidents).toHaveLength(1);
  });

  it("is told when twice as many are down, once in ten minutes and three times in all", async () => {
    const checks = [
      aWatchedCheck({ id: "db" }),
      ...Array.from({ length: 64 }, (_, at) => aWatchedCheck({ id: `app/${at}`, dependsOn: ["db"] })),
    ];
    const world = new World({ checks });
    world.set("ALARM", "db", "app/0");
    await world.passTime(2 * MINUTE);
    for (let count = 4; count <= 64; count *= 2) {
      world.set("ALARM", ...checks.slice(1, count).map(({ id }) => id));
      await world.passTime(6 * MINUTE);
    }
    await world.passTime(30 * MINUTE);
    const mails = world.heard.filter(({ line, reason }) => line === "oncall/email" && reason !== "repeat");
    expect(mails.map(({ reason }) => reason)).toEqual(["open", "change", "change", "change"]);
    const gaps = mails.slice(1).map(({ atEpochMs }, at) => atEpochMs - (mails[at]?.atEpochMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10 * MINUTE);
  });
});

describe("a reminder", () => {
  it("comes after 30 minutes, 2, 8, 14 and 20 hours, and then no more", async () => {
    const world = aWorld({ channels: { oncall: ["slack"] } });
    world.set("ALARM", "acme/api");
    await world.passTime(48 * HOUR, MINUTE);
    const repeats = world.heard.filter(({ reason }) => reason === "repeat");
    const openedAtEpochMs = world.heard[0]?.atEpochMs ?? 0;
    expect(repeats.map(({ atEpochMs }) => (atEpochMs - openedAtEpochMs) / HOUR)).toEqual([0.5, 2, 8, 14, 20]);
    expect(repeats[0]?.notice.story).toMatchObject({ type: "reminder", about: "down" });
  });

  it("does not come while somebody cares for it, comes once when that is over, and the recovery is told all the same", async () => {
    const world = aWorld();
    world.set("ALARM", "acme/api");
    await world.passTime(10 * MINUTE);
    await change(world, (incident) =>
      acknowledge(incident, { untilEpochMs: world.nowEpochMs + 9 * HOUR, nowEpochMs: world.nowEpochMs }),
    );
    await world.passTime(9 * HOUR - MINUTE, MINUTE);
    expect(world.reasons("oncall/email").filter((reason) => reason !== "digest")).toEqual(["open"]);
    await world.passTime(4 * HOUR, MINUTE);
    world.set("OK", "acme/api");
    await world.passTime(10 * MINUTE);
    expect(world.reasons("oncall/email").filter((reason) => reason !== "digest")).toEqual(["open", "repeat", "close"]);
  });
});

describe("an SMS", () => {
  it("reminds once, also where somebody cared for it and stopped", async () => {
    const world = aWorld({ channels: { oncall: ["sms"] } });
    world.set("ALARM", "acme/api");
    await world.passTime(3 * HOUR, MINUTE);
    const nowEpochMs = world.nowEpochMs;
    await change(world, (incident) => acknowledge(incident, { untilEpochMs: nowEpochMs + HOUR, nowEpochMs }));
    await world.passTime(9 * HOUR, MINUTE);
    expect(world.reasons("oncall/sms")).toEqual(["open", "repeat"]);
  });
});

describe("a mute", () => {
  it.each(["acme/api", "acme"])("of %s silences until its end; what is still down then is told", async (subject) => {
    const world = aWorld();
    await mute(world, subject, HOUR);
    world.set("ALARM", "acme/api");
    await world.passTime(HOUR - MINUTE);
    expect(world.heard).toEqual([]);
    await world.passTime(2 * MINUTE);
    expect(world.reasons("oncall/email")).toEqual(["open"]);
    expect((await world.store.read()).mutes).toEqual([]);
  });

  it("silences reminders, but swallows no recovery of what was told", async () => {
    const world = aWorld();
    world.set("ALARM", "acme/api");
    await world.passTime(10 * MINUTE);
    await mute(world, "acme/api", 5 * HOUR);
    await world.passTime(3 * HOUR);
    world.set("OK", "acme/api");
    await world.passTime(10 * MINUTE);
    expect(world.reasons("oncall/email")).toEqual(["open", "close"]);
  });

  it("of one check does not silence others that are down for the same reason", async () => {
    const world = new World({ checks: [...checksOnHosts(1, 3), ...checksOnHosts(5, 1).slice(1)] });
    await mute(world, "host-0/check-0", HOUR);
    world.set("ALARM", "host-0/check-0", "host-0/check-1", "host-0/check-2");
    await world.passTime(2 * MINUTE);
    expect(world.reasons("oncall/email")).toEqual(["open"]);
  });

  it("of a host silences all of it", async () => {
    const world = new World({ checks: [...checksOnHosts(1, 3), ...checksOnHosts(5, 1).slice(1)] });
    await mute(world, "host-0.acme.example", HOUR);
    world.set("ALARM", "host-0/check-0", "host-0/check-1", "host-0/check-2");
    await world.passTime(30 * MINUTE);
    expect(world.heard).toEqual([]);
  });

  it("lasts a week at most and replaces an earlier one of the same subject", () => {
    const week = { subject: "acme", untilEpochMs: START + 30 * 24 * HOUR };
    const mutes = withMute(
      [
        { subject: "acme", untilEpochMs: START + HOUR },
        { subject: "old", untilEpochMs: START },
      ],
      { mute: week, nowEpochMs: START },
    );
    expect(mutes).toEqual([{ subject: "acme", untilEpochMs: START + 7 * 24 * HOUR }]);
  });
});

describe("warnings", () => {
  const slow = (at: number) => anAlarm({ check: `host-${at}/check-0`, topic: "slow", severity: "warning" });
  const alarms = Array.from({ length: 30 }, (_, at) => slow(at));
  const warned = () => new World({ checks: checksOnHosts(30, 1), alarms });

  it("are told once an hour in one message of 20 entries at most, never by SMS, and recoveries likewise", async () => {
    const world = warned();
    world.set("ALARM", slow(0).name, slow(1).name);
    await world.passTime(59 * MINUTE, MINUTE);
    expect(world.heard).toEqual([]);
    await world.passTime(MINUTE, MINUTE);
    expect(world.reasons("oncall/email")).toEqual(["digest"]);
    expect(world.heard[0]?.notice.story.digest).toMatchObject([
      { type: "slow", check: "host-0/check-0", sinceEpochMs: START },
      { type: "slow", check: "host-1/check-0" },
    ]);
    world.set("OK", slow(0).name);
    world.set("ALARM", ...alarms.slice(2).map(({ name }) => name));
    await world.passTime(HOUR, MINUTE);
    expect(world.reasons("oncall/email")).toEqual(["digest", "digest"]);
    const { story } = world.heard.at(-1)?.notice ?? {};
    expect([story?.digest?.length, story?.memberCount]).toEqual([20, 29]);
    expect(world.reasons("oncall/sms")).toEqual([]);
    await world.passTime(3 * HOUR, MINUTE);
    expect(world.reasons("oncall/email")).toEqual(["digest", "digest"]);
  });

  it("say nothing while something worse about the same check is open", async () => {
    const world = warned();
    world.set("ALARM", slow(0).name, "host-0/check-0");
    await world.passTime(3 * HOUR, MINUTE);
    expect(world.reasons("oncall/email").filter((reason) => reason === "digest")).toEqual([]);
    world.set("OK", "host-0/check-0");
    await world.passTime(HOUR + 10 * MINUTE, MINUTE);
    expect(world.reasons("oncall/email").slice(-2)).toEqual(["close", "digest"]);
  });

  it("that become due within an hour that has had its digest wait for the next", async () => {
    const world = warned();
    world.set("ALARM", slow(0).name, slow(1).name);
    await mute(world, "host-1/check-0", 90 * MINUTE);
    await world.passTime(119 * MINUTE, MINUTE);
    expect(world.reasons("oncall/email")).toEqual(["digest"]);
    await world.passTime(MINUTE, MINUTE);
    expect(world.reasons("oncall/email")).toEqual(["digest", "digest"]);
  });

  it("that came and went within the hour are not told", async () => {
    const world = warned();
    world.set("ALARM", slow(0).name);
    await world.passTime(20 * MINUTE);
    world.set("OK", slow(0).name);
    await world.passTime(2 * HOUR);
    expect(world.heard).toEqual([]);
  });
});

describe("the daily summary", () => {
  it("comes at nine in the morning of the place, with what is open and what was over within the day, and not when there was nothing", async () => {
    const world = aWorld({ channels: { oncall: ["email"], platform: ["email"] } });
    world.set("ALARM", "acme/api");
    await world.passTime(30 * MINUTE, MINUTE);
    world.set("OK", "acme/api");
    world.set("ALARM", "host-1/check-0");
    await world.passTime(30 * HOUR, MINUTE);
    const summaries = world.heard.filter(({ reason }) => reason === "digest");
    // 09:00 in Seoul is midnight in UTC.
    expect(summaries.map(({ atEpochMs }) => new Date(atEpochMs).toISOString())).toEqual(["2026-11-23T00:00:00.000Z"]);
    const entries = summaries[0]?.notice.story.digest ?? [];
    expect(entries.map(({ check, untilEpochMs }) => [check, untilEpochMs]).toSorted()).toEqual([
      ["acme/api", START + 30 * MINUTE],
      ["host-1/check-0", undefined],
    ]);
    world.set("OK", "host-1/check-0");
    await world.passTime(72 * HOUR, 10 * MINUTE);
    expect(world.heard.filter(({ reason }) => reason === "digest")).toHaveLength(2);
  });
});

describe("faults of our own", () => {
  it("are told to the operators, and owners do not hear of checks that only we could not see", async () => {
    const run = { shard: "region-60s-0", prober: "prober-region" };
    const silent = aSystemAlarm("silent", "region-60s-0");
    const checks = checksOnHosts(8, 1).map(({ places: _one, ...check }) => aWatchedCheck({ ...check, ...run }));
    const world = new World({ checks, alarms: [silent] });
    world.set("ALARM", silent.name, "host-0/check-0");
    await world.passTime(10 * MINUTE);
    expect(world.reasons("platform/email")).toEqual(["open"]);
    expect(world.heard.map(({ line }) => line)).toEqual(["platform/email"]);
    expect(world.heard[0]?.notice.story).toMatchObject({ type: "no-data", root: { kind: "prober", name: "prober-region" } });
    world.set("OK", silent.name);
    await world.passTime(10 * MINUTE);
    expect(world.reasons("oncall/email")).toEqual(["open"]);
    expect(world.reasons("platform/email")).toEqual(["open", "close"]);
  });
});

describe("evidence", () => {
  const diagnosis: Diagnosis = { findings: [], ruledOut: [{ line: "certificate-fine", with: { daysLeft: 61 } }], rejected: [] };

  it("is gathered only for what is about to be told", async () => {
    const asked: string[] = [];
    const world = aWorld({
      investigate: async ({ id }) => {
        asked.push(id);
        return { diagnosis, fine: ["acme/login"], fineCount: 3, links: { page: "https://status.acme.example" } };
      },
    });
    world.set("ALARM", "acme/api");
    await world.passTime(25 * MINUTE);
    expect(asked).toHaveLength(1);
    expect(world.heard[0]?.notice.story).toMatchObject({
      diagnosis,
      fine: ["acme/login"],
      fineCount: 3,
      links: { page: "https://status.acme.example" },
    });
  });

  it("is gathered once for a message that stands for several, and for each warning of a digest", async () => {
    const asked: string[] = [];
    const alarms = [0, 1].map((at) => anAlarm({ check: `host-${at}/check-0`, topic: "slow", severity: "warning" }));
    const world = aWorld({
      alarms,
      investigate: async ({ root }) => {
        asked.push(root.name);
        return {};
      },
    });
    world.set("ALARM", ...alarms.map(({ name }) => name), ...[2, 3, 4, 5].map((host) => `host-${host}/check-0`));
    await world.passTime(2 * MINUTE);
    expect(asked).toHaveLength(1);
    world.set("OK", ...[2, 3, 4, 5].map((host) => `host-${host}/check-0`));
    await world.passTime(20 * MINUTE);
    asked.length = 0;
    await world.passTime(HOUR);
    expect(asked.toSorted()).toEqual(["host-0/check-0", "host-1/check-0"]);
  });

  it.each([
    ["is not to be had", () => Promise.reject(new Error("no permission"))],
    [
      "throws at once",
      () => {
        throw new Error("bug");
      },
    ],
  ])("that %s keeps nobody from being told", async (_, investigate) => {
    const world = aWorld({ investigate });
    world.set("ALARM", "acme/api");
    await world.passTime(MINUTE);
    expect(world.heard[0]?.notice.story.diagnosis).toEqual({ findings: [], ruledOut: [], rejected: [] });
  });

  it("that does not come within 20 seconds is done without", async () => {
    const world = aWorld({ investigate: () => new Promise(() => undefined) });
    world.set("ALARM", "acme/api");
    world.nowEpochMs += MINUTE;
    const { clock } = world;
    const sleptMs: number[] = [];
    const impatient = { ...clock, sleep: async (durationMs: number) => void sleptMs.push(durationMs) };
    await world.pass({ clock: impatient });
    expect(sleptMs).toContain(20_000);
    expect((await world.store.read()).incidents).toMatchObject([{ state: "open" }]);
  });
});
