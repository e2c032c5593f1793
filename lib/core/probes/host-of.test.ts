import { describe, expect, it } from "vitest";
import { defineChecks } from "../config/index.ts";
import { hostOf } from "./host-of.ts";

describe("the host of a check", () => {
  it.each([
    [{ http: "https://api.acme.example/health" }, "api.acme.example"],
    [{ dns: { name: "www.acme.example", server: "ns1.acme.example" } }, "ns1.acme.example"],
    [{ dns: "www.acme.example" }, undefined],
  ])("is whom it asks, and none where that is the system's own server: %j", (kind, host) => {
    const [check] = defineChecks({ name: "acme", checks: [{ id: "a", ...kind }] } as Parameters<typeof defineChecks>[0]).checks;
    expect(check && hostOf(check)).toBe(host);
  });
});
