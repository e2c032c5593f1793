import { describe, expect, it } from "vitest";
import {
  aKeptIncident,
  aService,
  aStatusConfig,
  aStatusView,
  idOf,
  MINUTE_MS,
  NOW_EPOCH_MS,
  type Scene,
} from "../../../test/kit/status-pages.ts";
import { atomFeed } from "./feed.ts";
import { statusSentence } from "./headline.ts";
import type { ServiceState } from "./service-state.ts";

const config = aStatusConfig(["a", "b", "c"].map((id) => aService(id, id.toUpperCase())));
const viewOf = (states: Readonly<Record<string, ServiceState>>, parts: Partial<Scene> = {}) =>
  aStatusView({ config, states, ...parts });
const [up, slow, down, none] = (["up", "slow", "down", "none"] as const).map((state): ServiceState => ({ state })) as [
  ServiceState,
  ServiceState,
  ServiceState,
  ServiceState,
];

describe("the state of a whole page", () => {
  it.each([
    [{ a: up, b: up, c: up }, "operational", "All 3 services work."],
    [{ a: up, b: slow, c: up }, "degraded", "1 of 3 services answers slowly."],
    [{ a: down, b: slow, c: up }, "partial", "1 of 3 services does not work."],
    [{ a: down, b: down, c: down }, "major", "3 of 3 services do not work."],
    [{ a: up, b: none, c: up }, "unknown", "How 1 of 3 services is at the moment is not known."],
    [{ a: down, b: none, c: none }, "partial", "1 of 3 services does not work."],
    [{ a: up }, "unknown", "How 2 of 3 services are at the moment is not known."],
  ])("%j is %s", (states, overall, sentence) => {
    const view = viewOf(states);
    expect(view.overall).toBe(overall);
    expect(statusSentence(view, "en")).toBe(sentence);
    expect(statusSentence(view, "ko")).toMatch(/[가-힣]+니다\.$/);
  });
});

describe("incidents of a page", () => {
  it("are those of its services, under their public names", () => {
    const incidents = [
      aKeptIncident({ downChecks: [idOf("a"), "globex/search"], slowChecks: [idOf("b")] }),
      aKeptIncident({ id: "q", downChecks: ["globex/search"] }),
    ];
    expect(viewOf({ a: down, b: slow, c: up }, { incidents }).open).toMatchObject([{ down: ["A"], slow: ["B"] }]);
  });

  it("are there for every service that is bad, even while nobody has opened one", () => {
    const states = { a: { state: "down", sinceEpochMs: NOW_EPOCH_MS - MINUTE_MS } as const, b: up, c: up };
    expect(viewOf(states).open).toMatchObject([
      { down: ["A"], phase: "investigating", startedAtEpochMs: NOW_EPOCH_MS - MINUTE_MS },
    ]);
  });

  it("keep their identity while they last, and no two share one", () => {
    const incidents = [aKeptIncident({ downChecks: [idOf("a")] }), aKeptIncident({ id: "q", downChecks: [idOf("b")] })];
    const first = viewOf({ a: down, b: down, c: up }, { incidents }).open.map(({ uuid }) => uuid);
    const later = viewOf({ a: down, b: down, c: up }, { incidents, nowEpochMs: NOW_EPOCH_MS + MINUTE_MS }).open;
    expect(later.map(({ uuid }) => uuid)).toEqual(first);
    expect(new Set(first).size).toBe(2);
    for (const uuid of first) expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe("the feed", () => {
  const feedOf = (parts: Partial<Scene>) =>
    atomFeed(viewOf({ a: up, b: up, c: up }, parts), { url: "https://status.example/k/", createdAtEpochMs: NOW_EPOCH_MS });

  it("does not change because time passes", () => {
    const incidents = [
      aKeptIncident({ downChecks: [idOf("a")], phase: "resolved", endedAtEpochMs: NOW_EPOCH_MS - 4 * MINUTE_MS }),
    ];
    expect(feedOf({ incidents, nowEpochMs: NOW_EPOCH_MS + 60 * MINUTE_MS })).toBe(feedOf({ incidents }));
    expect(feedOf({})).toContain("<updated>2026-11-22T08:40:00.000Z</updated>");
    expect(feedOf({ incidents })).toContain("<title>Resolved: A: requests may fail.</title>");
    expect(feedOf({ incidents })).toContain("A: requests may fail. Sun 22 Nov 17:21 KST, for 15 min.");
  });
});
