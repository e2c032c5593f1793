import { describe, expect, it } from "vitest";
import { anIncident, START_EPOCH_MS as NOW } from "../../../test/kit/incidents.ts";
import type { Diagnosis } from "../model/diagnosis.ts";
import type { Draft } from "./draft.ts";
import { writeNotices } from "./notices.ts";

const context = { deployment: "acme", timezone: "Asia/Seoul", nowEpochMs: NOW, evidence: new Map() };

function write(drafts: readonly Draft[], evidence: ReadonlyMap<string, { diagnosis: Diagnosis }> = new Map()) {
  const incidents = [...new Map(drafts.flatMap(({ items }) => items.map(({ incident }) => [incident.id, incident]))).values()];
  return writeNotices({ drafts, incidents, sent: {}, mutes: [] }, { ...context, evidence });
}

describe("notices", () => {
  const incident = anIncident({ sequence: 4 });

  it("are one a contact, with all channels of it, under one id", () => {
    const lines = ["oncall/email", "oncall/sms", "platform/email"] as const;
    const { notices } = write([{ reason: "open", items: [{ incident, reason: "open" }], lines }]);
    expect(notices.map(({ id, contact, channels }) => [id, contact, channels])).toEqual([
      ["k7f2-5/oncall", "oncall", ["email", "sms"]],
      ["k7f2-5/platform", "platform", ["email"]],
    ]);
    expect(notices[0]).toMatchObject({ attempts: 0, claimedUntilEpochMs: 0, writtenAtEpochMs: NOW, story: { sequence: 5 } });
  });

  it("number what an incident tells, without the summaries that only mention it", () => {
    const drafts: Draft[] = [
      { reason: "digest", items: [{ incident, reason: "digest" }], lines: ["oncall/email"] },
      { reason: "open", items: [{ incident, reason: "open" }], lines: ["platform/email"] },
      { reason: "repeat", items: [{ incident, reason: "repeat" }], lines: ["oncall/slack"] },
    ];
    const hour = Math.floor(NOW / 3_600_000);
    expect(write(drafts).notices.map(({ id }) => id)).toEqual([`digest-${hour}-1/oncall`, "k7f2-5/platform", "k7f2-6/oncall"]);
  });

  it("leave the diagnosis with the incident, as people were told, without what was rejected", () => {
    const finding = { findings: [{}], ruledOut: [], rejected: [{}] } as unknown as Diagnosis;
    const { incidents } = write(
      [{ reason: "open", items: [{ incident, reason: "open" }], lines: ["oncall/email"] }],
      new Map([["k7f2", { diagnosis: finding }]]),
    );
    expect(incidents[0]?.diagnosis).toEqual({ findings: [{}], ruledOut: [], rejected: [] });
    const later = write([
      { reason: "close", items: [{ incident: incidents[0] ?? incident, reason: "close" }], lines: ["oncall/email"] },
    ]);
    expect(later.notices[0]?.story.diagnosis).toEqual(incidents[0]?.diagnosis);
  });
});
