import { describe, expect, it } from "vitest";
import { chooseScaleMs, phaseBarText, phaseLegend } from "./phase-bar-text.ts";
import { phasesText } from "./phases-text.ts";

const run = {
  totalMs: 650,
  phases: [
    { phase: "dns", ms: 4 },
    { phase: "connect", ms: 11 },
    { phase: "tls", ms: 22 },
    { phase: "server", ms: 610 },
    { phase: "transfer", ms: 3 },
  ],
};
const size = { scaleMs: 25, columns: 40 };

describe("a bar of phases", () => {
  it("gives each phase a letter for each unit of time, and one at least", () => {
    expect(phaseBarText(run, size)).toBe(`dct${"s".repeat(24)}b`);
    expect(phaseLegend([run])).toBe("d dns, c connect, t tls, s server, b body");
  });

  it("has a scale at which the longest of all still fits", () => {
    expect(chooseScaleMs([run], 30)).toBe(25);
    expect(chooseScaleMs([run], 28)).toBe(25);
    expect(chooseScaleMs([run], 27)).toBe(50);
    expect(chooseScaleMs([{ ...run, totalMs: 6e7, phases: [{ phase: "dns", ms: 6e7 }] }], 30)).toBe(2_000_000);
  });

  it("shows a phase that nobody knows, and time that belongs to none, as a question mark", () => {
    const other = { totalMs: 150, phases: [{ phase: "warp", ms: 50 }] };
    expect(phaseBarText(other, size)).toBe("??????");
    expect(phaseLegend([other, run])).toContain("b body, ? unknown");
    expect(phaseBarText({ ...run, totalMs: 650.9 }, size)).not.toContain("?");
  });

  it("is never longer than its room, whatever the times are", () => {
    for (const ms of [1e300, Number.POSITIVE_INFINITY, Number.NaN, -1])
      expect(phaseBarText({ totalMs: ms, phases: [{ phase: "dns", ms }] }, size).length).toBeLessThanOrEqual(40);
  });
});

describe("phases in words", () => {
  it("name each with its time", () => {
    expect(phasesText(run)).toBe("dns 4 ms, connect 11 ms, tls 22 ms, server 610 ms, transfer 3 ms");
  });

  it("say of a connection that was used again that it was, and make up no 0 ms", () => {
    expect(phasesText({ phases: [{ phase: "server", ms: 40 }] })).toBe("connect (reused), server 40 ms");
    expect(phasesText({ phases: [{ phase: "handshake", ms: 40 }] })).toBe("handshake 40 ms");
  });
});
