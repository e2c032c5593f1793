import { describe, expect, it } from "vitest";
import { heartbeatRow } from "./heartbeat-row.ts";
import { longestPhase, phaseBar } from "./phase-bar.ts";
import { responseChart } from "./response-chart.ts";
import { stateBadge } from "./state-badge.ts";
import type { Bucket, ShownState, Timeline } from "./view.ts";
import { waterfall } from "./waterfall.ts";

const utc = { language: "en", timezone: "UTC" } as const;
const NOON = Date.UTC(2026, 10, 22, 12);

function timelineOf(buckets: readonly Partial<Bucket>[]): Timeline {
  return {
    bucketMs: 60_000,
    buckets: buckets.map((bucket, at) => ({ startEpochMs: NOON + at * 60_000, state: "up", runs: 1, ...bucket })),
  };
}

describe("a state badge", () => {
  it("is readable without colour: each state has its own shape and word", () => {
    const badges = (["up", "slow", "down", "none"] as ShownState[]).map((state) => stateBadge(state, "en").toString());
    expect(badges.map((badge) => badge.replaceAll(/<[^>]*>/g, ""))).toEqual(["●OK", "◐SLOW", "✕DOWN", "○NO DATA"]);
  });
});

describe("a heartbeat row", () => {
  const timeline = timelineOf([{}, { state: "slow" }, { state: "down" }, { state: "none", runs: 0 }]);

  it("draws every state in a shape of its own and says in a sentence what it shows", () => {
    const markup = heartbeatRow(timeline, "en").toString();
    const shapes = [...markup.matchAll(/d="([^"]+)" stroke="currentColor" (stroke-width="\d+" stroke-dasharray="[^"]+")/g)];
    expect(new Set(shapes.map(([, path, stroke]) => `${path?.replaceAll(/M\d+/g, "M")} ${stroke}`)).size).toBe(4);
    expect(markup).toContain('aria-label="Last 4 min in 4 parts: 1 down, 1 slow, 1 without data, 1 fine."');
    expect(heartbeatRow(timeline, "ko").toString()).toContain(
      'aria-label="최근 4분, 4칸: 장애 1, 지연 1, 데이터 없음 1, 정상 1."',
    );
  });

  it("draws each stretch of like slices once, at its place", () => {
    const up = timelineOf([{}, {}, { state: "down" }, {}]);
    const paths = [
      ...heartbeatRow(up, "en")
        .toString()
        .matchAll(/class="(\w+)" d="([^"]+)"/g),
    ].map(([, state, path]) => [state, path]);
    expect(paths).toEqual([
      ["down", "M13 14h4"],
      ["up", "M1 14h10M19 14h4"],
    ]);
  });

  it("is small however long the history: a hundred rows stay far below what a dashboard widget may hold", () => {
    const worst = timelineOf(Array.from({ length: 72 }, (_, at) => ({ state: at % 2 === 0 ? "down" : "slow" })));
    expect(heartbeatRow(worst, "ko").toString().length).toBeLessThan(1_600);
    expect(heartbeatRow(timelineOf(Array(72).fill({})), "ko").toString().length).toBeLessThan(350);
  });
});

describe("a phase bar", () => {
  it("fills its width with a gap between phases, and names every phase with its time", () => {
    const phases = [
      { phase: "dns", ms: 100 },
      { phase: "connect", ms: 300 },
      { phase: "server", ms: 600 },
    ];
    const markup = String(phaseBar(phases, "en"));
    const places = [...markup.matchAll(/x="([\d.]+)" width="([\d.]+)"/g)].map(([, x, width]) => [Number(x), Number(width)]);
    expect(places).toEqual([
      [0, 9.2],
      [10, 29.2],
      [40, 59.2],
    ]);
    expect(markup).toContain('aria-label="dns 100 ms, connect 300 ms, server 600 ms"');
    expect(longestPhase(phases, "en")).toBe("server 600 ms");
  });

  it("takes no class name from outside and draws nothing where there is no time", () => {
    expect(String(phaseBar([{ phase: '"><script>', ms: 1 }], "en"))).not.toContain("<script>");
    expect(phaseBar([], "en")).toBeUndefined();
    expect(phaseBar([{ phase: "dns", ms: 0 }], "en")).toBeUndefined();
  });
});

describe("a response chart", () => {
  it("leaves a gap where nothing was measured instead of joining its edges", () => {
    const chart = responseChart(timelineOf([{ p50Ms: 10 }, { p50Ms: 20 }, {}, { p50Ms: 40 }]), utc).toString();
    const line = /class="line p50" d="([^"]*)"/.exec(chart)?.[1] ?? "";
    expect(line.match(/M/g)).toHaveLength(2);
    expect(line.match(/L/g)).toHaveLength(1);
  });

  it("names the 95th percentile only where it is drawn", () => {
    expect(responseChart(timelineOf([{ p50Ms: 10 }]), utc).toString()).not.toContain("95th percentile, where");
    expect(responseChart(timelineOf([{ p50Ms: 10, p95Ms: 30 }]), utc).toString()).toContain("95th percentile, where");
  });

  it("stands on a table with the same numbers, in the configured zone", () => {
    const chart = responseChart(timelineOf([{ p50Ms: 10, p95Ms: 30 }]), { language: "en", timezone: "Asia/Seoul" }).toString();
    expect(chart).toContain("<tr><td>21:00:00</td><td>OK</td><td>1</td><td>10 ms</td><td>30 ms</td></tr>");
  });

  it("says so when there is nothing to draw, and gives the states of what ran without an answer as a table", () => {
    const silence = '<p class="muted">No answer was measured in the last 60 s.</p>';
    expect(responseChart(timelineOf([{ state: "none", runs: 0 }]), utc).toString()).toBe(silence);
    const failed = responseChart(timelineOf([{ state: "down" }]), utc).toString();
    expect(failed).toContain(silence);
    expect(failed).toContain("<td>DOWN</td>");
  });
});

describe("a waterfall", () => {
  const phases = [
    { phase: "connect", ms: 10 },
    { phase: "server", ms: 610 },
  ];
  const usual = [{ phase: "server", ms: 50 }];

  it("begins each phase where the last one ended, over the outline of what is usual", () => {
    const markup = String(waterfall(phases, { totalMs: 620, usual, usualTotalMs: 62, language: "en" }));
    const bars = [...markup.matchAll(/class="(?:phase )?(\w+)" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)];
    const [connect, server, outline] = bars.map(([, kind, x, width]) => ({ kind, x: Number(x), width: Number(width) }));
    expect([connect?.kind, server?.kind, outline?.kind]).toEqual(["connect", "server", "usual"]);
    expect(server?.x).toBeCloseTo((connect?.x ?? 0) + (connect?.width ?? 0), 0);
    expect(outline?.x).toBe(server?.x);
    expect((server?.width ?? 0) / (outline?.width ?? 1)).toBeCloseTo(12.2, 0);
  });

  it("stands on a table with the same numbers, how many times usual, and the total", () => {
    const markup = String(waterfall(phases, { totalMs: 620, usual, usualTotalMs: 62, language: "en" }));
    expect(markup).toContain("</span>server</th><td>610 ms</td><td>50 ms</td><td>12</td>");
    expect(markup).toContain("</span>connect</th><td>10 ms</td><td>–</td><td>–</td>");
    expect(markup).toContain(">total</th><td>620 ms</td><td>62 ms</td><td>10</td>");
  });

  it("draws nothing of a run without phases, and takes no markup from a phase's name", () => {
    expect(waterfall([], { totalMs: 0, usual: [], language: "en" })).toBeUndefined();
    const hostile = String(waterfall([{ phase: "<script>", ms: 1 }], { totalMs: 1, usual: [], language: "ko" }));
    expect(hostile).not.toContain("<script>");
    expect(hostile).toContain('class="phase other"');
  });
});
