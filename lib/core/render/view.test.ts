import { describe, expect, it } from "vitest";
import { elementId } from "./view.ts";

describe("ids of elements", () => {
  it("differ where the ids of checks do, so that a live update draws the row of its own check", () => {
    const checks = ["api/a.b", "api/a-b", "api/a_b", "api/a_2Eb", "api-a.b", "apia-b"];
    expect(new Set(checks.map((check) => elementId("row", check))).size).toBe(checks.length);
  });

  it("hold nothing that a selector reads as its own", () => {
    expect(elementId("row", "acme-prod/api.v1_eu")).toBe("row-acme-prod_2Fapi_2Ev1_5Feu");
  });
});
