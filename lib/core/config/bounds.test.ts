import { describe, expect, it } from "vitest";
import { readConfig } from "./read-config.ts";

const HEAD = "name: acme\ncontacts: { oncall: { email: [oncall@acme.example] } }\ndefaults: { notify: [oncall] }\n";

const HOSTILE: readonly (readonly [string, string])[] = [
  ["a bomb of aliases", `${bomb(30)}name: acme\n`],
  ["100,000 open brackets", "[".repeat(100_000)],
  ["a deep chain of keys", Array.from({ length: 1_000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
  ["a map of 50,000 unknown keys", Array.from({ length: 50_000 }, (_, index) => `key${index}: 1`).join("\n")],
  ["5,000 unknown dependencies", `${HEAD}checks:\n${checks(5_000, (index) => `dependsOn: [acme/service-${index}-x]`)}`],
  [
    "a circle of 20,000 checks",
    `${HEAD}checks:\n${checks(20_000, (index) => `dependsOn: [acme/service-${(index + 1) % 20_000}]`)}`,
  ],
];

// Exponential or quadratic work would run into the timeout of the test.
describe("the work of readConfig is bounded", () => {
  it.each(HOSTILE)("for %s", (_, text) => {
    const result = readConfig(text, "checks.yaml");
    expect("problems" in result && result.problems.length).toBeGreaterThan(0);
  });

  it("refuses more than 20,000 checks", () => {
    const text = `${HEAD}checks:
${checks(20_001, () => "every: 5m")}`;
    expect(readConfig(text, "checks.yaml")).toMatchObject({ problems: [{ code: "too-many-checks", line: 4, column: 1 }] });
  });

  it("refuses a file of more than 5 MB unread", () => {
    expect(readConfig(" ".repeat(5_000_001), "checks.yaml")).toMatchObject({ problems: [{ code: "file-too-long" }] });
  });
});

function checks(count: number, line: (index: number) => string): string {
  return Array.from(
    { length: count },
    (_, index) => `  - { id: acme/service-${index}, tcp: "a.example:80", ${line(index)} }\n`,
  ).join("");
}

function bomb(levels: number): string {
  const line = (level: number) =>
    `k${level}: &a${level} [${Array(9)
      .fill(level === 0 ? "x" : `*a${level - 1}`)
      .join(", ")}]\n`;
  return Array.from({ length: levels }, (_, level) => line(level)).join("");
}
