import { describe, expect, it } from "vitest";
import { makeCheck } from "../../../test/kit/checks.ts";
import { aConfig } from "../../../test/kit/deployment.ts";
import { planWidget } from "./plan-widget.ts";

describe("planWidget", () => {
  it("tells of checks that are probed, since only those have rows", () => {
    const checks = [
      makeCheck({ id: "a", kind: "tcp", target: { host: "a.example", port: 1 } }),
      makeCheck({ id: "log", kind: "logs", target: { group: "/acme/app", pattern: "ERROR" } }),
    ];
    expect(planWidget(aConfig({ checks })).checks.map(({ id }) => id)).toEqual(["a"]);
  });
});
