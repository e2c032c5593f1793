import { describe, expect, it } from "vitest";
import { httpCheck, tcpCheck } from "../../../test/kit/checks.ts";
import { anOutcome } from "../../../test/kit/outcomes.ts";
import { casesOfChecks } from "./cases-of-checks.ts";

const options = { nowEpochMs: Date.UTC(2026, 10, 22), timezone: "UTC" };

describe("cases of checks", () => {
  it("know what the configuration says of a check and of those that it rests on", () => {
    const api = httpCheck("https://api.acme.example/", { id: "acme/api", dependsOn: ["acme/port"], everyMs: 30_000 });
    const port = tcpCheck(443, { id: "acme/port" });
    const outcomes = [anOutcome({ check: "acme/api" }), anOutcome({ check: "acme/port", status: "down" })];
    const [first, second] = casesOfChecks([api, port], outcomes, options);
    expect(first?.check).toMatchObject({ id: "acme/api", everyMs: 30_000, timeoutMs: 2_000, host: "api.acme.example" });
    expect(first?.others).toMatchObject([{ id: "acme/port", status: "down", host: "127.0.0.1", isDependency: true }]);
    expect(second?.others).toMatchObject([{ id: "acme/api", status: "up" }]);
    expect(second?.others?.[0]).not.toHaveProperty("isDependency");
  });

  it("are made of outcomes alone where the check is not known", () => {
    expect(casesOfChecks([], [anOutcome()], options)).toMatchObject([{ check: { id: "acme/checkout" }, others: [] }]);
  });
});
