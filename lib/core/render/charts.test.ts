import { describe, expect, it } from "vitest";
import { heartbeatRow } from "./heartbeat-row.ts";
import { phaseBar } from "./phase-bar.ts";
import { responseChart } from "./response-chart.ts";
import { stateBadge } from "./state-badge.ts";
import type { Bucket, ShownState, Timeline } from "./view.ts";

const NOON = Date.UTC(2026, 10, 22, 12);

function timelineOf(buckets: readonly Partial<Bucket>[]): Timeline {
  return {
    bucketMs: 60_000,
    buckets: buckets.map((bucket, at) => ({ startEpochMs: NOON + at * 60_000, state: "up", runs: 1, ...bucket })),
  };
}

describe("a state badge", () => {
  it("is readable without colour: each state has its own shape and word", () => {
    const badges = (["up", "slow", "down", "none"] as ShownState[]).map((state) => stateBadge(state).toString());
    expect(badges.map((badge) => badge.replaceAll(/<[^>]*>/g, ""))).toEqual(["●OK", "◐SLOW", "✕DOWN", "○NO DATA"]);
  });
});

describe("a heartbeat row", () => {
  const timeline = timelineOf([{}, { state: "slow" }, { state: "down" }, { state: "none", runs: 0 }]);

  it("draws every state in a shape of its own and says in a sentence what it shows", () => {
    const markup = heartbeatRow(timeline).toString();
    const shapes = [...markup.matchAll(/d="M\d+ \d+([^"]+)"/g)].map(([, shape]) => shape);
    expect(new Set(shapes).size).toBe(4);
    expect(markup).toContain('aria-label="Last 4 min in 4 parts: 1 down, 1 slow, 1 fine, 1 without data."');
  });

  it("draws each slice once, at its place", () => {
    const places = [
      ...heartbeatRow(timeline)
        .toString()
        .matchAll(/M(\d+) /g),
    ].map(([, x]) => Number(x));
    expect(places.toSorted((one, other) => one - other)).toEqual([1, 7, 13, 19]);
  });
});

describe("a phase bar", () => {
  it("fills its whole width and names every phase with its time", () => {
    const markup = String(
      phaseBar([
        { phase: "dns", ms: 4 },
        { phase: "connect", ms: 11 },
        { phase: "server", ms: 610 },
      ]),
    );
    const widths = [...markup.matchAll(/width="([\d.]+)"/g)].map(([, width]) => Number(width));
    expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(100, 1);
    expect(markup).toContain('aria-label="dns 4 ms, connect 11 ms, server 610 ms"');
  });

  it("takes no class name from outside and draws nothing where there is no time", () => {
    expect(String(phaseBar([{ phase: '"><script>', ms: 1 }]))).not.toContain("<script>");
    expect(phaseBar([])).toBeUndefined();
    expect(phaseBar([{ phase: "dns", ms: 0 }])).toBeUndefined();
  });
});

describe("a response chart", () => {
  it("leaves a gap where nothing was measured instead of joining its edges", () => {
    const chart = responseChart(timelineOf([{ p50Ms: 10 }, { p50Ms: 20 }, {}, { p50Ms: 40 }]), "UTC").toString();
    const line = /class="line p50" d="([^"]*)"/.exec(chart)?.[1] ?? "";
    expect(line.match(/M/g)).toHaveLength(2);
    expect(line.match(/L/g)).toHaveLength(1);
  });

  it("names the 95th percentile only where it is drawn", () => {
    expect(responseChart(timelineOf([{ p50Ms: 10 }]), "UTC").toString()).not.toContain("95th percentile, where");
    expect(responseChart(timelineOf([{ p50Ms: 10, p95Ms: 30 }]), "UTC").toString()).toContain("95th percentile, where");
  });

  it("stands on a table with the same numbers, in the configured zone", () => {
    const chart = responseChart(timelineOf([{ p50Ms: 10, p95Ms: 30 }]), "Asia/Seoul").toString();
    expect(chart).toContain("<tr><td>21:00:00</td><td>OK</td><td>1</td><td>10 ms</td><td>30 ms</td></tr>");
  });

  it("says so when there is nothing to draw", () => {
    expect(responseChart(timelineOf([{}]), "UTC").toString()).toBe(
      '<p class="muted">No answer was measured in the last 60 s.</p>',
    );
  });
});
