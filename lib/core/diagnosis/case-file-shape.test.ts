import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryCaseFile } from "../../../test/kit/arbitrary-case-file.ts";
import { isCaseFile } from "./case-file-shape.ts";
import { diagnose } from "./diagnose.ts";

describe("a case file from outside", () => {
  it("is taken as it was written", () => {
    fc.assert(fc.property(arbitraryCaseFile, (file) => isCaseFile(JSON.parse(JSON.stringify(file)))));
  });

  it("is refused, or else can be diagnosed, whatever stands in place of one of its parts", () => {
    fc.assert(
      fc.property(arbitraryCaseFile, fc.nat(), fc.jsonValue(), (file, place, value) => {
        const spoilt: unknown = spoil(JSON.parse(JSON.stringify(file)), { place, value });
        if (isCaseFile(spoilt)) expect(() => diagnose(spoilt)).not.toThrow();
      }),
      { numRuns: 1_500 },
    );
  });

  it("is refused where a part has the wrong type", () => {
    const good = { nowEpochMs: 0, timezone: "UTC", check: { id: "a", kind: "http", location: "here", outcomes: [] } };
    expect(isCaseFile(good)).toBe(true);
    expect(isCaseFile({ ...good, timezone: "Mars/Olympus" })).toBe(false);
    expect(isCaseFile({ ...good, check: { ...good.check, outcomes: [{}] } })).toBe(false);
    expect(isCaseFile({ ...good, check: { ...good.check, latency: [{ atEpochMs: 1e300, value: 1 }] } })).toBe(false);
    expect(isCaseFile({ ...good, others: [{ id: "b" }] })).toBe(false);
  });
});

/** The same document with one of its parts, counted through in order, replaced. */
function spoil(document: unknown, { place, value }: { place: number; value: unknown }): unknown {
  let left = place % Math.max(1, countParts(document));
  const replace = (part: unknown): unknown => {
    if (left-- === 0) return value;
    if (Array.isArray(part)) return part.map(replace);
    if (typeof part !== "object" || part === null) return part;
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, replace(inner)]));
  };
  return replace(document);
}

function countParts(part: unknown): number {
  if (typeof part !== "object" || part === null) return 1;
  return 1 + Object.values(part).reduce((sum: number, inner) => sum + countParts(inner), 0);
}
