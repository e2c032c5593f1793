/** Days that a certificate has left can be bounded twice: `slow` for early word, `expect` for too late. */
import { describe, expect, it } from "vitest";
import { planCheckAlarms } from "../lib/core/alarms/plan.ts";
import { defineChecks } from "../lib/core/config/index.ts";
import type { AlarmSpec } from "../lib/core/model/alarm.ts";
import { World } from "./kit/incident-world.ts";
import { aWatchedCheck } from "./kit/incidents.ts";

const HOUR_MS = 3_600_000;
const SHOP = "acme/shop";

const [, early] = planCheckAlarms(
  defineChecks({
    name: "acme",
    contacts: { oncall: { email: ["oncall@acme.example"] } },
    defaults: { every: "1m", timeout: "10s", notify: ["oncall"] },
    checks: [
      {
        id: SHOP,
        tls: { host: "shop.acme.example" },
        slow: { certificate: { daysLeft: { below: 30 } } },
        expect: { certificate: { daysLeft: { above: 7 } } },
      },
    ],
  }),
  { runbookUrl: "https://runbook.example/", locations: { region: "eu-west-1", vpc: "eu-west-1/vpc" }, probers: [] },
);
if (early?.topic !== "certificate") throw new Error("no alarm gives early word");

function started(alarm: AlarmSpec): World {
  return new World({ checks: [aWatchedCheck({ id: SHOP })], alarms: [alarm] });
}

describe("two bounds on the days that a certificate has left", () => {
  it("81. crossed at once are told in one message: of the early word nothing is said beside the late one", async () => {
    const world = started(early);
    world.set("ALARM", SHOP, early.name);
    await world.passTime(3 * HOUR_MS);
    expect(world.reasons("oncall/email")).toEqual(["open", "repeat", "repeat"]);
  });

  it("are told early when only the wider one is crossed", async () => {
    const world = started(early);
    world.set("ALARM", early.name);
    await world.passTime(3 * HOUR_MS);
    expect(world.reasons("oncall/email")).toEqual(["digest"]);
  });
});
