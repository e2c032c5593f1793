import { describe, expect, it } from "vitest";
import { anIncident, START_EPOCH_MS } from "../../../test/kit/incidents.ts";
import { type KeptIncident, keepIncidents } from "./kept-incident.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const NOW = START_EPOCH_MS + 19 * MINUTE_MS;
const shown = new Set(["acme/checkout", "acme/login"]);
const keep = (kept: readonly KeptIncident[], incidents: Parameters<typeof keepIncidents>[1], nowEpochMs = NOW) =>
  keepIncidents(kept, incidents, { nowEpochMs, shown });

describe("keepIncidents", () => {
  it("keeps when and which checks, and nothing of why", () => {
    const [kept] = keep([], [anIncident({ failingSinceEpochMs: START_EPOCH_MS - MINUTE_MS })]);
    expect(kept).toEqual({
      id: "k7f2",
      openedAtEpochMs: START_EPOCH_MS,
      startedAtEpochMs: START_EPOCH_MS - MINUTE_MS,
      phase: "investigating",
      downChecks: ["acme/checkout"],
      slowChecks: [],
    });
  });

  it("leaves out incidents of checks that no page shows, and warnings that customers do not feel", () => {
    const member = (check: string, topic: string) => ({ alarm: `${check} ${topic}`, check, topic, sinceEpochMs: START_EPOCH_MS });
    expect(keep([], [anIncident({ members: [member("acme/internal", "down")] })])).toEqual([]);
    expect(keep([], [anIncident({ members: [member("acme/checkout", "certificate")] })])).toEqual([]);
    const both = [member("acme/internal", "down"), member("acme/login", "slow")];
    expect(keep([], [anIncident({ members: both })])).toMatchObject([{ downChecks: [], slowChecks: ["acme/login"] }]);
  });

  it("says how far it is: looked at, identified only if confirmed, watched, over", () => {
    const phaseOf = (parts: Parameters<typeof anIncident>[0]) => keep([], [anIncident(parts)])[0]?.phase;
    expect(phaseOf({ state: "gathering" })).toBe("investigating");
    expect(phaseOf({ state: "closing" })).toBe("monitoring");
    expect(phaseOf({ state: "closed", closedAtEpochMs: NOW })).toBe("resolved");
  });

  it("keeps one that is over for 90 days, though the ledger forgets it after one", () => {
    const closed = anIncident({ state: "closed", closedAtEpochMs: NOW });
    const kept = keep([], [closed]);
    expect(keep(kept, [], NOW + 89 * DAY_MS)).toEqual(kept);
    expect(keep(kept, [], NOW + 90 * DAY_MS)).toEqual([]);
  });

  it("ends by now what is gone from the ledger unfinished", () => {
    const kept = keep([], [anIncident()]);
    expect(keep(kept, [], NOW + MINUTE_MS)).toMatchObject([{ phase: "resolved", endedAtEpochMs: NOW + MINUTE_MS }]);
  });

  it("ends when the last check that is shown came back, whatever else was still down", () => {
    const back = (check: string, minutes: number) => ({
      ...{ alarm: check, topic: "down", check, sinceEpochMs: START_EPOCH_MS, untilEpochMs: START_EPOCH_MS + minutes * MINUTE_MS },
    });
    const members = [back("acme/checkout", 5), back("acme/internal", 50)];
    const closed = anIncident({ state: "closed", closedAtEpochMs: START_EPOCH_MS + 55 * MINUTE_MS, members });
    expect(keep([], [closed])).toMatchObject([{ endedAtEpochMs: START_EPOCH_MS + 5 * MINUTE_MS }]);
  });
});
