import { describe, expect, it } from "vitest";
import { importChecks } from "../import-checks.ts";

function imported(email: object, alert: object): string {
  const endpoint = {
    name: "api",
    url: "https://a.example",
    conditions: ["[STATUS] == 200"],
    alerts: [{ type: "email", ...alert }],
  };
  const alerting = { email: { to: "ops@acme.example", ...email } };
  const result = importChecks(JSON.stringify({ alerting, endpoints: [endpoint] }));
  return "unreadable" in result ? expect.unreachable(result.unreadable) : result.yaml;
}

describe("alerts of Gatus", () => {
  it.each([
    [{}, {}, "after: 3 of 3"],
    [{ "default-alert": { "failure-threshold": 5 } }, {}, "after: 5 of 5"],
    [{ "default-alert": { "failure-threshold": 5 } }, { "failure-threshold": 2 }, "after: 2 of 2"],
  ])("take over from their provider what they do not say themselves: %j %j", (email, alert, after) => {
    expect(imported(email, alert)).toContain(after);
  });

  it("that the provider switches off tell nobody, unless they are switched on", () => {
    const isOff = { "default-alert": { enabled: false } };
    expect(imported(isOff, {})).not.toContain("notify: [email]");
    expect(imported(isOff, { enabled: true })).toContain("notify: [email]");
  });
});
