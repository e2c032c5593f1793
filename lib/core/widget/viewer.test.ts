import { describe, expect, it } from "vitest";
import { aContext, aWidgetManifest, NOW_EPOCH_MS } from "../../../test/kit/widget.ts";
import { viewerOf } from "./viewer.ts";

const HOUR_MS = 3_600_000;
const LAST_HOURS = { fromEpochMs: NOW_EPOCH_MS - 6 * HOUR_MS, toEpochMs: NOW_EPOCH_MS };

describe("viewerOf", () => {
  it("is the deployment's own where CloudWatch says nothing, or nothing sensible", () => {
    const own = { language: "ko", theme: "light", timezone: "Asia/Seoul", widthPx: 1_200, range: LAST_HOURS };
    const nonsense = {
      locale: 7,
      theme: "pink",
      timezone: { offsetISO: "+25:00" },
      width: -1,
      timeRange: { start: "a", end: 1 },
    };
    for (const context of [undefined, null, [], "x", {}, nonsense]) expect(viewer(context, { language: "ko" })).toEqual(own);
  });

  it("speaks Korean to a Korean console, and English to every other", () => {
    expect(["ko", "ko-KR", "ko_KR", "KO"].map((locale) => viewer({ locale }).language)).toEqual(["ko", "ko", "ko", "ko"]);
    expect(["en", "ja", "kok-IN"].map((locale) => viewer({ locale }, { language: "ko" }).language)).toEqual(["en", "en", "en"]);
  });

  it("keeps the name of the zone where its offset is the same, and takes the offset where it is not", () => {
    const zoneAt = (offsetISO: string, timezone = "Asia/Seoul") => viewer({ timezone: { offsetISO } }, { timezone }).timezone;
    expect(zoneAt("+09:00")).toBe("Asia/Seoul");
    expect(zoneAt("+00:00")).toBe("UTC");
    expect(zoneAt("-03:30")).toBe("-03:30");
    expect(zoneAt("+00:00", "Europe/London")).toBe("Europe/London");
  });

  it("looks at what was zoomed into, else at what the dashboard shows, never into the future", () => {
    const { timeRange } = aContext();
    const zoom = { start: NOW_EPOCH_MS - 2 * HOUR_MS, end: NOW_EPOCH_MS - HOUR_MS };
    expect(viewer({ timeRange }).range).toEqual(LAST_HOURS);
    expect(viewer({ timeRange: { ...timeRange, zoom } }).range).toEqual({ fromEpochMs: zoom.start, toEpochMs: zoom.end });
    const beyond = { start: NOW_EPOCH_MS - HOUR_MS, end: NOW_EPOCH_MS + HOUR_MS };
    expect(viewer({ timeRange: beyond }).range).toEqual({ fromEpochMs: NOW_EPOCH_MS - HOUR_MS, toEpochMs: NOW_EPOCH_MS });
  });

  it("looks at the last six hours where the span is none, or before all memory", () => {
    for (const [start, end] of [
      [5, 4],
      [0, NOW_EPOCH_MS],
      [Number.NaN, 1],
      [NOW_EPOCH_MS + 1, NOW_EPOCH_MS + 2],
    ]) {
      expect(viewer({ timeRange: { start, end } }).range).toEqual(LAST_HOURS);
    }
  });
});

function viewer(context: unknown, part: Partial<ReturnType<typeof aWidgetManifest>> = {}) {
  return viewerOf(context, aWidgetManifest([], part), NOW_EPOCH_MS);
}
