import { describe, expect, it } from "vitest";
import { aDownOutcome, anOutcome } from "../../../test/kit/outcomes.ts";
import { tellingRun } from "./run-item.ts";

describe("the run that is shown of many", () => {
  it("is the newest of those that ended worst", () => {
    const runs = [
      anOutcome(),
      aDownOutcome({ totalMs: 1 }),
      aDownOutcome({ totalMs: 2 }),
      anOutcome({ status: "slow" }),
      anOutcome(),
    ];
    expect(tellingRun(runs)).toBe(runs[2]);
    expect(tellingRun(runs.slice(3))).toBe(runs[3]);
    expect(tellingRun([])).toBeUndefined();
  });

  it("puts an outage before a fault of our own, and that before slowness", () => {
    const unknown = anOutcome({ status: "unknown" });
    const slow = anOutcome({ status: "slow" });
    expect(tellingRun([unknown, slow])).toBe(unknown);
    expect(tellingRun([aDownOutcome(), unknown])?.status).toBe("down");
  });
});
