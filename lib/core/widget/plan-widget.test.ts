import { describe, expect, it } from "vitest";
import { makeCheck } from "../../../test/kit/checks.ts";
import { aConfig } from "../../../test/kit/deployment.ts";
import { shownName } from "./manifest.ts";
import { planWidget } from "./plan-widget.ts";

describe("planWidget", () => {
  it("tells of checks that are probed, since only those have rows", () => {
    const checks = [
      makeCheck({ id: "a", kind: "tcp", target: { host: "a.example", port: 1 } }),
      makeCheck({ id: "log", kind: "logs", target: { group: "/acme/app", pattern: "ERROR" } }),
    ];
    expect(planWidget(aConfig({ checks })).checks.map(({ id }) => id)).toEqual(["a"]);
  });

  it("gives each place of a check a row of its own, named after it only where there are several", () => {
    const tcp = { kind: "tcp", target: { host: "a.example", port: 1 } };
    const both = makeCheck({ ...tcp, id: "b", title: "B", from: ["region", "us-east-1"] });
    const checks = [makeCheck({ ...tcp, id: "a", title: "A" }), both];
    const rows = planWidget(aConfig({ checks })).checks;
    expect(rows.map(shownName)).toEqual(["A", "B (region)", "B (us-east-1)"]);
    expect(rows.map(({ title }) => title)).toEqual(["A", "B", "B"]);
    expect(rows.map(({ votesNeeded }) => votesNeeded)).toEqual([undefined, 2, 2]);
  });

  it("tells which checks share a host, and never which host", () => {
    const at = (id: string, host: string) => makeCheck({ id, kind: "tcp", target: { host, port: 1 } });
    const plan = planWidget(aConfig({ checks: [at("a", "x.example"), at("b", "y.example"), at("c", "x.example")] }));
    expect(plan.sameHost).toEqual([["a", "c"]]);
    expect(JSON.stringify(plan)).not.toContain(".example");
  });

  it("knows whether anybody is told", () => {
    const checks = [makeCheck({ kind: "tcp", target: { host: "a.example", port: 1 }, notify: [] })];
    expect(planWidget(aConfig({ checks })).tellsPeople).toBe(true);
    expect(planWidget(aConfig({ checks, operators: [] })).tellsPeople).toBe(false);
  });
});
