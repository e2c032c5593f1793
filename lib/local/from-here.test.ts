import { describe, expect, it } from "vitest";
import { aCheck } from "../../test/kit/outcomes.ts";
import { planCheckAlarms } from "../core/alarms/plan.ts";
import type { Config } from "../core/model/check.ts";
import { fromHere } from "./from-here.ts";

const wide = aCheck({ from: ["region", "us-east-1", "vpc"], alarm: { badDatapoints: 2, ofDatapoints: 3, badLocations: 2 } });
const config: Config = { name: "acme", timezone: "UTC", language: "en", contacts: [], operators: [], checks: [wide] };

describe("a configuration with several places", () => {
  it("is followed from here alone: nobody waits for places that do not exist", () => {
    const context = { runbookUrl: "", locations: { region: "local", vpc: "local" }, probers: [] };
    const [down, ...others] = planCheckAlarms(fromHere(config), context);
    expect([down?.vote, down?.comparison, others]).toEqual([undefined, "below", []]);
    expect(down?.metric.dimensions.Location).toBe("local");
  });

  it("is otherwise as it was", () => {
    const { from: _from, alarm: _alarm, ...rest } = fromHere(config).checks[0] ?? wide;
    expect(wide).toMatchObject(rest);
  });
});
