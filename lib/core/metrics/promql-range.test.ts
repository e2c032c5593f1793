import { describe, expect, it } from "vitest";
import type { HistoryQuery } from "../ports.ts";
import { checkDimensions, seriesDimensions } from "./catalogue.ts";
import { pointsOfRange, rangeRequests } from "./promql-range.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const TO = Date.UTC(2026, 10, 22);

function query(check: string, part: Partial<HistoryQuery["metric"]> = {}, backMs = 2 * HOUR): HistoryQuery {
  const dimensions = checkDimensions("acme", check, "eu-west-1");
  const metric = { namespace: "Bongsu", name: "Up", dimensions, statistic: "Minimum", periodMs: 300_000, ...part } as const;
  return { metric, fromEpochMs: TO - backMs, toEpochMs: TO };
}

describe("questions about history", () => {
  it("that differ in the check alone are one request, which ends each period a millisecond before the next begins", () => {
    const [request, ...others] = rangeRequests([query("acme/a"), query("acme/b"), query("acme/a")]);
    expect(others).toEqual([]);
    expect(request).toEqual({
      query: 'min by (check) (min_over_time(bongsu_up{deployment="acme",location="eu-west-1",check=~"acme/(a|b)"}[300s]))',
      startEpochMs: TO - 2 * HOUR + 300_000 - 1,
      endEpochMs: TO - 1,
      stepMs: 300_000,
      asked: new Map([
        ["acme/a", [0, 2]],
        ["acme/b", [1]],
      ]),
    });
  });

  it("that differ in anything else are requests of their own", () => {
    const dimensions = seriesDimensions("acme", "acme/a", { location: "eu-west-1", series: "threads" });
    const requests = rangeRequests([
      query("acme/a"),
      query("acme/a", { statistic: "SampleCount" }),
      query("acme/a", { name: "Value", dimensions }),
      query("acme/a", {}, HOUR),
    ]);
    expect(requests.map((request) => request.query.slice(0, 50))).toHaveLength(4);
    expect(requests[1]?.query).toContain("sum by (check) (count_over_time(");
    expect(requests[2]?.query).toContain('bongsu_value{deployment="acme",location="eu-west-1",series="threads",check="acme/a"}');
  });

  it("stay within 100 checks, seven days and 11,000 steps", () => {
    const many = rangeRequests(Array.from({ length: 250 }, (_, at) => query(`acme/${at}`)));
    expect(many.map(({ asked }) => asked.size)).toEqual([100, 100, 50]);
    const month = rangeRequests([query("acme/a", { periodMs: 12 * HOUR }, 36 * DAY)]);
    expect(month.map(({ startEpochMs, endEpochMs, stepMs }) => endEpochMs - startEpochMs + stepMs)).toEqual(
      Array.from({ length: 6 }, () => 6 * DAY),
    );
    const fine = rangeRequests([query("acme/a", { periodMs: 10_000 }, 3 * DAY)]);
    for (const { startEpochMs, endEpochMs } of fine) expect((endEpochMs - startEpochMs) / 10_000).toBeLessThan(11_000);
    expect(fine.at(-1)?.endEpochMs).toBe(TO - 1);
  });
});

describe("answers", () => {
  it("give each question its points at the start of their periods, and leave out what is no number", () => {
    const [request] = rangeRequests([query("acme/a"), query("acme/b"), query("acme/c")]);
    if (request === undefined) throw new Error("no request");
    const at = (TO - 2 * HOUR + 299_999) / 1_000;
    const found = pointsOfRange(request, [
      {
        labels: { check: "acme/a" },
        values: [
          [at, "1"],
          [at + 300, "0"],
        ],
      },
      { labels: { check: "acme/c" }, values: [[at, "NaN"]] },
      { labels: { check: "acme/unasked" }, values: [[at, "1"]] },
    ]);
    expect([...found]).toEqual([
      [
        0,
        [
          { atEpochMs: TO - 2 * HOUR, value: 1 },
          { atEpochMs: TO - 2 * HOUR + 300_000, value: 0 },
        ],
      ],
      [2, []],
    ]);
  });
});
