/** From the outbox to people: retries, pace, giving up, and what a pass reports. */
import { describe, expect, it } from "vitest";
import { deliver } from "../../lib/core/incidents/deliver.ts";
import type { Notice } from "../../lib/core/model/incident.ts";
import { checksOnHosts, World } from "../kit/incident-world.ts";
import { aNotice, START_EPOCH_MS as START } from "../kit/incidents.ts";

const MINUTE = 60_000;

function aWorld(refuse?: (notice: Notice, nowEpochMs: number) => string | undefined): World {
  return new World({ checks: checksOnHosts(4, 1), ...(refuse && { refuse }) });
}

describe("a notice that cannot be sent", () => {
  it("is tried again after 1, 2, 4 … minutes, then given up, kept and counted", async () => {
    const triedAt: number[] = [];
    const world = aWorld((_, nowEpochMs) => {
      triedAt.push(nowEpochMs);
      return "the topic is gone";
    });
    world.set("ALARM", "host-0/check-0");
    world.nowEpochMs += MINUTE;
    const report = await world.pass();
    expect(report).toMatchObject({ written: 1, sent: 0, failed: 1, undelivered: 0 });
    expect(report.problems[0]).toMatch(/^[a-z0-9]+-1\/oncall: the topic is gone$/);
    await world.passTime(25 * MINUTE, MINUTE);
    await world.passTime(60 * MINUTE, MINUTE);
    const first = (await world.store.read()).outbox.find(({ reason }) => reason === "open");
    expect(first?.attempts).toBe(6);
    expect(triedAt.slice(0, 5).map((at) => (at - START) / MINUTE)).toEqual([1, 2, 4, 8, 16]);
    expect((await world.pass()).undelivered).toBeGreaterThanOrEqual(1);
  });

  it("is forgotten a day later", async () => {
    const world = aWorld();
    const old = aNotice({ attempts: 6, claimedUntilEpochMs: START, writtenAtEpochMs: START });
    const recent = aNotice({ id: "b3c4-1/oncall", attempts: 6, claimedUntilEpochMs: START, writtenAtEpochMs: START + MINUTE });
    await world.store.commit({ notices: [old, recent] }, 0);
    world.nowEpochMs = START + 24 * 60 * MINUTE;
    expect(await world.pass()).toMatchObject({ sent: 0, undelivered: 1 });
    expect((await world.store.read()).outbox.map(({ id }) => id)).toEqual(["b3c4-1/oncall"]);
  });

  it("comes through as soon as the way is free, and nobody who was reached hears it twice", async () => {
    const world = new World({
      checks: checksOnHosts(4, 1),
      channels: { oncall: ["email"], platform: ["email"] },
      refuse: ({ contact }, nowEpochMs) => (contact === "oncall" && nowEpochMs < START + 10 * MINUTE ? "throttled" : undefined),
    });
    world.set("ALARM", "host-0/check-0");
    await world.passTime(20 * MINUTE, MINUTE);
    expect(world.heard.map(({ line, notice }) => [line, notice.reason])).toEqual([["oncall/email", "open"]]);
    expect((await world.store.read()).outbox).toEqual([]);
  });

  it("is not settled when its sender throws or never answers", async () => {
    const world = aWorld();
    await world.store.commit({ notices: [aNotice(), aNotice({ id: "b3c4-1/platform", contact: "platform" })] }, 0);
    const { clock } = world;
    const impatient = { ...clock, sleep: () => new Promise<void>((resolve) => setImmediate(resolve)) };
    const messenger = {
      send: ({ contact }: Notice) =>
        contact === "oncall" ? new Promise<never>(() => undefined) : Promise.reject(new Error("bug")),
    };
    const { outbox } = await world.store.read();
    const report = await deliver(outbox, { store: world.store, messenger, clock: impatient, deliverForMs: MINUTE });
    expect(report).toMatchObject({ sent: 0, failed: 2 });
    expect(report.problems.toSorted()).toEqual(["b3c4-1/platform: bug", "k7f2-1/oncall: no answer within 20 s"]);
    expect((await world.store.read()).outbox.map(({ attempts }) => attempts)).toEqual([1, 1]);
  });
});

describe("sending", () => {
  const many = Array.from({ length: 5 }, (_, at) => aNotice({ id: `k7f2-${at}/oncall`, writtenAtEpochMs: START + 5 - at }));

  it("keeps a second between two messages to one contact, oldest first", async () => {
    const world = aWorld();
    await world.store.commit({ notices: many }, 0);
    await world.pass();
    const mails = world.heard.filter(({ line }) => line === "oncall/email");
    expect(mails.map(({ notice }) => notice.id)).toEqual(many.map(({ id }) => id).toReversed());
    const gapsMs = mails.slice(1).map(({ atEpochMs }, at) => atEpochMs - (mails[at]?.atEpochMs ?? 0));
    expect(Math.min(...gapsMs)).toBeGreaterThanOrEqual(1_000);
  });

  it("ends when its time is up; the next pass goes on", async () => {
    const world = aWorld();
    await world.store.commit({ notices: many }, 0);
    expect(await world.pass({ deliverForMs: 2_000 })).toMatchObject({ sent: 3 });
    expect(await world.pass({ deliverForMs: 2_000 })).toMatchObject({ sent: 2 });
  });

  it("leaves alone what another claims at the same moment", async () => {
    const world = aWorld();
    await world.store.commit({ notices: many }, 0);
    const { outbox } = await world.store.read();
    for (const { id } of outbox) await world.store.claim(id, START + MINUTE, START);
    const { store, messenger, clock } = world;
    expect(await deliver(outbox, { store, messenger, clock, deliverForMs: MINUTE })).toMatchObject({ sent: 0, failed: 0 });
    expect(world.heard).toEqual([]);
  });

  it("leaves alone what another has claimed", async () => {
    const world = aWorld();
    await world.store.commit({ notices: many }, 0);
    await world.store.claim("k7f2-4/oncall", START + MINUTE, START);
    expect(await world.pass()).toMatchObject({ sent: 4 });
    world.nowEpochMs = START + MINUTE;
    expect(await world.pass()).toMatchObject({ sent: 1 });
  });
});

describe("a pass", () => {
  it("in which nothing moves writes nothing", async () => {
    const world = aWorld();
    world.set("ALARM", "host-0/check-0");
    await world.passTime(5 * MINUTE);
    const { version } = await world.store.read();
    await world.passTime(10 * MINUTE);
    expect((await world.store.read()).version).toBe(version);
  });

  it("says when to look again: when an opening is ready, when a recovery is steady", async () => {
    const world = aWorld();
    expect(await world.pass()).not.toHaveProperty("lookAgainAtEpochMs");
    world.set("ALARM", "host-0/check-0");
    expect(await world.pass()).toMatchObject({ lookAgainAtEpochMs: START + 45_000 });
    world.nowEpochMs += 45_000;
    expect(await world.pass()).not.toHaveProperty("lookAgainAtEpochMs");
    world.set("OK", "host-0/check-0");
    expect(await world.pass()).toMatchObject({ lookAgainAtEpochMs: START + 45_000 + 5 * MINUTE });
  });

  it("does not decide half blind: it fails as a whole when alarms cannot be read", async () => {
    const world = aWorld();
    const pictures = { read: () => Promise.reject(new Error("throttled")) };
    await expect(world.pass({ pictures })).rejects.toThrow("throttled");
  });
});
