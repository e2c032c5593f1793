import { describe, expect, it } from "vitest";
import { shareDefaults } from "./share-defaults.ts";

describe("shareDefaults", () => {
  it("moves up what more than half of the checks write, and keeps what the others meant by silence", () => {
    const checks = [{ id: "a", every: "5m" }, { id: "b", every: "5m" }, { id: "c" }];
    expect(shareDefaults(checks)).toEqual({
      defaults: { every: "5m" },
      checks: [{ id: "a" }, { id: "b" }, { id: "c", every: "1m" }],
    });
  });

  it("moves nothing up that only half of them write, or one", () => {
    expect(shareDefaults([{ every: "5m" }, {}]).defaults).toEqual({});
    expect(shareDefaults([{ every: "5m" }]).defaults).toEqual({});
  });
});
