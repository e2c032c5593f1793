import { describe, expect, it } from "vitest";
import { judgeFreshness } from "./freshness.ts";
import { readPage } from "./page-reader.ts";
import { pickSeries } from "./series.ts";
import type { SeriesChoice } from "./target.ts";

const STATES = `jvm_threads_states_threads{state="runnable",} 12.0
jvm_threads_states_threads{state="blocked",} 3.0
jvm_threads_states_threads{state="new",} NaN
jvm_threads_live_threads 41.0
`;

function choose(name: string, part: Partial<SeriesChoice> = {}): SeriesChoice {
  return { name, labels: {}, fold: "sum", ...part };
}

function pageOf(text: string) {
  const wanted = new Set(text.split("\n").map((line) => line.split(/[{ ]/)[0] ?? ""));
  const page = readPage(text, { wanted, isOpenMetrics: false });
  if ("code" in page) throw new Error(page.message);
  return page;
}

function pick(text: string, choice: SeriesChoice) {
  const picked = pickSeries(pageOf(text), { it: choice });
  return "values" in picked ? picked.values.it : picked.message;
}

describe("a series", () => {
  it.each([
    [{ fold: "sum" }, 15],
    [{ fold: "max" }, 12],
    [{ fold: "min" }, 3],
    [{ labels: { state: "blocked" } }, 3],
    [{ labels: { state: "blocked", absent: "" } }, 3],
  ] as const)("with %o becomes %d", (part, value) => {
    expect(pick(STATES, choose("jvm_threads_states_threads", part))).toBe(value);
  });

  it("that is missing is named with the nearest name that is there", () => {
    const nearest = "the nearest name is jvm_threads_live_threads";
    expect(pick(STATES, choose("jvm_threads_life_threads"))).toBe(`there is no series jvm_threads_life_threads: ${nearest}`);
    expect(pick(STATES, choose("jvm.threads.live"))).toBe(`there is no series jvm.threads.live: ${nearest}`);
    expect(pick(STATES, choose("hikaricp_max"))).toBe("there is no series hikaricp_max: the page has 2 other names");
    expect(pick("", choose("a"))).toBe("there is no series a: the page is empty");
  });

  it("that is there with other labels is shown with those", () => {
    expect(pick(STATES, choose("jvm_threads_states_threads", { labels: { state: "waiting" } }))).toBe(
      'there is no series jvm_threads_states_threads{state="waiting"}: it comes as jvm_threads_states_threads{state="runnable"}',
    );
  });

  it("without a number that can be stored is missing too", () => {
    expect(pick("a NaN\n", choose("a"))).toBe("the series a has no number: it is NaN");
    expect(pick("a +Inf\na 1\n", choose("a"))).toBe("the series a has no number: it is Infinity");
  });
});

const PUSHED = `push_time_seconds{instance="",job="gateway-less"} 0
push_time_seconds{instance="a",job="app"} 1000
push_time_seconds{instance="b",job="app"} 1900
process_start_time_seconds 5
process_start_time_seconds{instance="a",job="app"} 700.5
jvm_threads_live_threads{instance="a",job="app"} 40
jvm_threads_live_threads{instance="b",job="app"} 50
up_now 1
`;

function freshness(choice: SeriesChoice, text = PUSHED) {
  const page = pageOf(text);
  const picked = pickSeries(page, { it: choice });
  if (!("values" in picked)) throw new Error(picked.message);
  return judgeFreshness(page, picked.samples, { nowEpochMs: 2_000_000, staleAfterMs: 300_000 });
}

describe("pushed values", () => {
  const threads = (instance: string) => choose("jvm_threads_live_threads", { labels: { instance } });

  it("are as old as the last push to their own group", () => {
    expect(freshness(threads("b"))).toEqual({ ageMs: 100_000 });
  });

  it("are stale when that is too long ago, however healthy they look", () => {
    expect(freshness(threads("a"))).toMatchObject({
      ageMs: 1_000_000,
      startedAtEpochMs: 700_500,
      failure: {
        code: "metrics-stale",
        message: 'the last value of the group {instance="a",job="app"} is 17 min old, more than 5 min: nobody writes it any more',
      },
    });
  });

  it("of several groups are as old as the oldest", () => {
    expect(freshness(choose("jvm_threads_live_threads"))).toMatchObject({ ageMs: 1_000_000 });
  });

  it("of no group have no age, and the start time of whoever shows the page", () => {
    expect(freshness(choose("up_now"))).toEqual({ startedAtEpochMs: 5_000 });
  });

  it("belong to the closest group of several that hold them", () => {
    const text =
      'push_time_seconds{job="app"} 100\npush_time_seconds{job="app",instance="a"} 1990\nx{job="app",instance="a"} 1\n';
    expect(freshness(choose("x"), text)).toEqual({ ageMs: 10_000 });
  });

  it("that carry their own time are as old as that says, and never younger than now", () => {
    expect(freshness(choose("x"), "x 1 1999000\n")).toEqual({ ageMs: 1_000 });
    expect(freshness(choose("x"), "x 1 3999000\n")).toEqual({ ageMs: 0 });
    expect(freshness(choose("x"), "x 1 1000\n")).toMatchObject({ failure: { code: "metrics-stale" } });
  });
});
