import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defineChecks } from "./define-checks.ts";
import { readConfig } from "./read-config.ts";

describe("metrics", () => {
  it("are of the form that the group says, else of the one that the file says, else classic", () => {
    const text = readFileSync(new URL("good/metric-forms.yaml", import.meta.url), "utf8");
    const read = readConfig(text, "checks.yaml");
    const checks = "config" in read ? read.config.checks : [];
    expect(checks.map(({ id, metricForm }) => [id, metricForm])).toEqual([
      ["acme-prod/checkout", "otlp"],
      ["acme-dev/checkout", undefined],
      ["acme-eu/checkout", "full"],
      ["acme-eu/errors", undefined],
      ["docs", "otlp"],
    ]);
  });

  it("can be said in TypeScript too", () => {
    const checks = [{ id: "acme/a", tcp: "a.example:1" }] as const;
    const { checks: read } = defineChecks({ name: "acme", groups: { acme: { metrics: "otlp" } }, checks });
    expect(read[0]?.metricForm).toBe("otlp");
    expect(defineChecks({ name: "acme", metrics: "full", checks }).checks[0]?.metricForm).toBe("full");
  });
});
