import { describe, expect, it } from "vitest";
import { aDownOutcome } from "../../test/kit/outcomes.ts";
import { PROBED_MAX, parseProbeAnswer, parseProbeRequest } from "./probe-request.ts";

describe("a request to probe", () => {
  it("names the checks", () => {
    expect(parseProbeRequest({ probe: ["acme/a", "acme/b"] })).toEqual(["acme/a", "acme/b"]);
  });

  it("is not what the schedule passes", () => {
    expect(parseProbeRequest({ shard: "region-1m-0", scheduledTime: "2026-11-22T08:21:00Z" })).toBeUndefined();
    expect(parseProbeRequest(undefined)).toBeUndefined();
  });

  it.each([
    { probe: [] },
    { probe: "acme/a" },
    { probe: ["acme/a", 7] },
    { probe: [""] },
    { probe: Array.from({ length: PROBED_MAX + 1 }, (_, at) => `acme/${at}`) },
    { probe: ["acme/a"], shard: "region-1m-0" },
  ])("is refused when it is malformed: %o", (event) => {
    expect(() => parseProbeRequest(event)).toThrow("no list of 1 to 20 checks");
  });
});

describe("the answer", () => {
  it("gives its outcomes, and leaves out what is none", () => {
    expect(parseProbeAnswer(JSON.stringify({ outcomes: [aDownOutcome(), { check: "acme/a" }] }))).toEqual([aDownOutcome()]);
  });

  it.each(["null", "{}", "no JSON", '{"outcomes":7}'])("is none where it is %s", (text) => {
    expect(parseProbeAnswer(text)).toEqual([]);
  });
});
