import { describe, expect, it } from "vitest";
import { readConfig } from "../../config/index.ts";
import { match } from "../../run/match.ts";
import { importChecks } from "../import-checks.ts";

const testPattern = (pattern: string, text: string) => new RegExp(pattern).test(text);

/** Whether the check that a module becomes is content with the values of its header. */
function isContent(http: Record<string, unknown>, values: readonly string[]): boolean {
  const result = importChecks(JSON.stringify({ modules: { m: { prober: "http", http } } }));
  const read = readConfig("yaml" in result ? result.yaml : "", "checks.yaml");
  const rules = "config" in read ? read.config.checks[0]?.expect.filter(({ fact }) => fact === "headers") : undefined;
  const [rule] = rules ?? expect.unreachable(JSON.stringify(result));
  return rule === undefined || match(rule.matcher, values, testPattern) === "holds";
}

const A = { header: "X-Y", regexp: "^a" };
const B = { header: "X-Y", regexp: "b$" };
const wanted = (...rules: object[]) => ({ fail_if_header_not_matches: rules });
const unwanted = (...rules: object[]) => ({ fail_if_header_matches: rules });

describe("rules on a header", () => {
  it.each([
    ["wanted", wanted(A), { missing: false, a: true, x: false }],
    ["wanted, or missing", wanted({ ...A, allow_missing: true }), { missing: true, a: true, x: false }],
    [
      "two wanted, or missing",
      wanted({ ...A, allow_missing: true }, { ...B, allow_missing: true }),
      { missing: true, ab: true, a: false },
    ],
    ["unwanted", unwanted(A), { missing: false, a: false, x: true }],
    ["unwanted, or missing", unwanted({ ...A, allow_missing: true }), { missing: true, a: false, x: true }],
    [
      "wanted where it is there, and not unwanted",
      { ...wanted({ ...A, allow_missing: true }), ...unwanted(B) },
      { missing: false, a: true, ab: false },
    ],
    ["never there", unwanted({ header: "X-Y", regexp: ".*", allow_missing: true }), { missing: true, a: false }],
  ])("hold as blackbox_exporter reads them: %s", (_, http, cases) => {
    for (const [value, isGood] of Object.entries(cases)) {
      expect(isContent(http, value === "missing" ? [] : [value]), value).toBe(isGood);
    }
  });
});
