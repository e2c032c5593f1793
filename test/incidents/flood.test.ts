/** How many messages people get when much breaks at once, or one thing again and again: the whole responder over a real store. */
import { describe, expect, it } from "vitest";
import type { Line, NoticeReason } from "../../lib/core/model/incident.ts";
import { checksOnHosts, World } from "../kit/incident-world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LINES: readonly Line[] = ["oncall/email", "oncall/slack", "oncall/sms"];

function countOf(world: World, untilEpochMs?: number): number[] {
  return LINES.map((line) => world.count(line, untilEpochMs));
}

/** What came by mail, without the one summary of the morning. */
function withoutSummary(world: World): NoticeReason[] {
  const reasons = world.reasons("oncall/email");
  expect(reasons.filter((reason) => reason === "digest")).toHaveLength(1);
  return reasons.filter((reason) => reason !== "digest");
}

describe("500 checks of one host", () => {
  const checks = [...checksOnHosts(1, 500), ...checksOnHosts(3, 10).filter(({ id }) => !id.startsWith("host-0"))];
  const failing = checks.filter(({ id }) => id.startsWith("host-0/")).map(({ id }) => id);

  /** Alarms of one host do not move at the same second. */
  async function move(world: World, state: "OK" | "ALARM"): Promise<void> {
    for (let part = 0; part < 4; part += 1) {
      world.set(state, ...failing.filter((_, at) => at % 4 === part));
      await world.passTime(15_000, 15_000);
    }
  }

  it("that fail for 24 hours, flapping every 3 minutes, send 10 mails, 10 messages to Slack and 3 SMS at most", async () => {
    const world = new World({ checks });
    for (let cycle = 0; cycle < 240; cycle += 1) {
      await move(world, "ALARM");
      await world.passTime(2 * MINUTE);
      await move(world, "OK");
      await world.passTime(2 * MINUTE);
    }
    await world.passTime(HOUR);
    const [emails = 99, slack = 99, sms = 99] = countOf(world);
    expect(emails).toBeLessThanOrEqual(10);
    expect(slack).toBeLessThanOrEqual(10);
    expect(withoutSummary(world)).toEqual(["open", "flapping", ...Array(5).fill("repeat"), "close"]);
    expect(sms).toBe(3);
    expect(world.reasons("oncall/sms")).toEqual(["open", "repeat", "close"]);
  }, 120_000);

  it("that fail for 24 hours without a break send the opening, five reminders and the recovery", async () => {
    const world = new World({ checks });
    await move(world, "ALARM");
    await world.passTime(24 * HOUR, MINUTE);
    await move(world, "OK");
    await world.passTime(10 * MINUTE);
    expect(withoutSummary(world)).toEqual(["open", ...Array(5).fill("repeat"), "close"]);
    expect(world.reasons("oncall/sms")).toEqual(["open", "repeat", "close"]);
    const [open] = world.heard;
    expect(open?.notice.story).toMatchObject({ type: "storm", root: { kind: "host", name: "host-0.acme.example" } });
  }, 60_000);
});

describe("14 checks of one host", () => {
  it("acceptance 5: that fail one after the other send one mail, which names what they share", async () => {
    const world = new World({
      checks: [...checksOnHosts(1, 14), ...checksOnHosts(4, 2).filter(({ id }) => !id.startsWith("host-0"))],
    });
    for (let at = 0; at < 14; at += 1) {
      world.set("ALARM", `host-0/check-${at}`);
      await world.passTime(3_000, 3_000);
    }
    await world.passTime(20 * MINUTE, 15_000);
    expect(countOf(world)).toEqual([1, 1, 1]);
    expect(world.heard[0]?.notice.story).toMatchObject({
      ...{ type: "storm", root: { kind: "host", name: "host-0.acme.example" }, memberCount: 14 },
    });
  });
});

describe("50 hosts at once", () => {
  // Fewer than 60 % of all: neither the location nor anything else explains them together.
  const checks = checksOnHosts(100, 1);
  const failing = checks.slice(0, 50).map(({ id }) => id);

  it.each([
    ["in the same second", 0],
    ["within a minute", 1_200],
    ["within five minutes, as slow checks find out", 6_000],
  ])("that fail %s send 2 messages a channel at most in ten minutes, and one recovery each", async (_, apartMs) => {
    const world = new World({ checks });
    const firstEpochMs = world.nowEpochMs;
    for (const id of failing) {
      world.set("ALARM", id);
      await world.passTime(apartMs, apartMs || 1);
    }
    await world.passTime(firstEpochMs + 30 * MINUTE - world.nowEpochMs, 15_000);
    for (const count of countOf(world, firstEpochMs + 10 * MINUTE)) expect(count).toBeLessThanOrEqual(2);
    const { incidents } = await world.store.read();
    expect(incidents).toHaveLength(50);
    for (const incident of incidents) expect(Object.keys(incident.told)).toEqual(expect.arrayContaining([...LINES]));
    for (const id of failing) {
      world.set("OK", id);
      await world.passTime(1_000, 1_000);
    }
    await world.passTime(20 * MINUTE, 15_000);
    for (const line of LINES) expect(world.reasons(line).filter((reason) => reason === "close")).toHaveLength(1);
    expect(world.heard.at(-1)?.notice.story).toMatchObject({ type: "resolved", about: "storm", folded: 50, memberCount: 50 });
  });

  it("send one message when they are all that the location has", async () => {
    const world = new World({ checks });
    world.set("ALARM", ...checks.slice(0, 70).map(({ id }) => id));
    await world.passTime(10 * MINUTE);
    expect(countOf(world)).toEqual([1, 1, 1]);
    const story = world.heard[0]?.notice.story;
    expect(story).toMatchObject({ type: "storm", root: { kind: "location" }, memberCount: 70 });
    expect(story?.members).toHaveLength(20);
    expect((await world.store.read()).incidents[0]?.confidence).toBe("possible");
  });
});

describe("one check", () => {
  const checks = checksOnHosts(5, 1);
  const id = "host-0/check-0";

  it("acceptance 6: that flips 20 times in 30 minutes sends 2 mails at most in that time, and one when it has been quiet for long enough", async () => {
    const world = new World({ checks });
    for (let flip = 0; flip < 20; flip += 1) {
      world.set(flip % 2 === 0 ? "ALARM" : "OK", id);
      await world.passTime(90_000, 15_000);
    }
    expect(world.reasons("oncall/email")).toEqual(["open", "flapping"]);
    await world.passTime(25 * MINUTE);
    expect(world.reasons("oncall/email")).toEqual(["open", "flapping"]);
    await world.passTime(10 * MINUTE);
    expect(world.reasons("oncall/email")).toEqual(["open", "flapping", "close"]);
    expect(world.reasons("oncall/sms")).toEqual(["open", "close"]);
  });

  it("that is down for a day sends 3 SMS: the opening, one reminder after 2 hours, the recovery", async () => {
    const world = new World({ checks });
    world.set("ALARM", id);
    await world.passTime(24 * HOUR, MINUTE);
    world.set("OK", id);
    await world.passTime(10 * MINUTE);
    const texts = world.heard.filter(({ line }) => line === "oncall/sms");
    expect(texts.map(({ reason }) => reason)).toEqual(["open", "repeat", "close"]);
    const openedAtEpochMs = texts[0]?.atEpochMs ?? 0;
    expect(texts[1]?.atEpochMs).toBe(openedAtEpochMs + 2 * HOUR);
  });

  it("that goes down and comes back for good again and again is told each time, until it counts as flapping", async () => {
    const world = new World({ checks });
    for (let cycle = 0; cycle < 6; cycle += 1) {
      world.set("ALARM", id);
      await world.passTime(6 * MINUTE);
      world.set("OK", id);
      await world.passTime(6 * MINUTE);
    }
    expect(world.reasons("oncall/email")).toEqual(["open", "close", "open", "flapping", "repeat"]);
  });
});

describe("budgets", () => {
  it("hold back what is too much for one contact, tell it in one, and leave others alone", async () => {
    const checks = checksOnHosts(100, 1);
    const world = new World({ checks, channels: { oncall: ["sms"] } });
    for (const { id } of checks.slice(0, 40)) {
      world.set("ALARM", id);
      await world.passTime(6 * MINUTE);
      world.set("OK", id);
      await world.passTime(6 * MINUTE);
    }
    const epochs = world.heard.map(({ atEpochMs }) => atEpochMs);
    for (const from of epochs) {
      expect(epochs.filter((at) => at >= from && at < from + HOUR).length).toBeLessThanOrEqual(10);
      expect(epochs.filter((at) => at >= from && at < from + 24 * HOUR).length).toBeLessThanOrEqual(20);
    }
    for (const { atEpochMs, notice } of world.heard.filter(({ reason }) => reason === "close")) {
      expect(atEpochMs - (notice.story.untilEpochMs ?? 0)).toBeLessThan(10 * MINUTE);
    }
    await world.passTime(24 * HOUR, 10 * MINUTE);
    const { incidents } = await world.store.read();
    const halfTold = incidents.filter(({ told }) =>
      Object.values(told).some(({ closedAtEpochMs }) => closedAtEpochMs === undefined),
    );
    expect(halfTold).toEqual([]);
    expect(world.reasons("oncall/sms")).toContain("overflow");
  });
});
