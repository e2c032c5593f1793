import { describe, expect, it } from "vitest";
import { incidentId } from "./incident-id.ts";

const NONE: ReadonlySet<string> = new Set();

describe("the id of an incident", () => {
  it("is short, can be said over the phone, and is the same for the same seed", () => {
    const ids = Array.from({ length: 2_000 }, (_, at) => incidentId(`critical check acme/${at}`, NONE));
    for (const id of ids) expect(id).toMatch(/^[a-hkmnp-z][2-9][a-hkmnp-z][2-9]$/);
    expect(incidentId("critical check acme/7", NONE)).toBe(ids[7]);
    expect(new Set(ids).size).toBeGreaterThan(1_850);
  });

  it("grows by a pair where the short one is taken", () => {
    const short = incidentId("seed", NONE);
    const longer = incidentId("seed", new Set([short]));
    expect(longer).toMatch(/^([a-z]\d){3}$/);
    expect(longer.startsWith(short)).toBe(true);
  });
});
