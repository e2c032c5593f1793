import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readYaml } from "../config/yaml-source.ts";
import { yamlLines } from "./yaml-text.ts";

describe("yamlLines", () => {
  it("reads back as what was written, whatever the texts are", () => {
    const leaf = fc.oneof(fc.string({ unit: "binary" }), fc.string(), fc.integer(), fc.boolean(), fc.constantFrom(...TRICKY));
    const value = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: "small" }, leaf, fc.array(tie("value"), { maxLength: 4 }), map(tie("value"))),
    })).value;
    fc.assert(
      fc.property(map(value), (written) => {
        const text = `${yamlLines({ top: written }, "").join("\n")}\n`;
        const source = readYaml(text);
        expect(source).toHaveProperty("faults", []);
        expect(source).toHaveProperty("value", { top: JSON.parse(JSON.stringify(written).toWellFormed()) });
      }),
      { numRuns: 300 },
    );
  });

  it("leaves quotes away where they say nothing, and lays short maps on one line", () => {
    const written = {
      id: "acme/결제-api",
      after: "2 of 3",
      every: "30s",
      code: "200",
      status: "200-299",
      word: "no",
      json: { $: 1 },
    };
    expect(yamlLines(written, "")).toEqual([
      ...[
        "id: acme/결제-api",
        "after: 2 of 3",
        "every: 30s",
        'code: "200"',
        "status: 200-299",
        'word: "no"',
        'json: { "$": 1 }',
      ].slice(0, 6),
      "json: { $: 1 }",
    ]);
  });
});

const TRICKY = [
  "",
  "- a",
  "# b",
  "a: b",
  "a #b",
  "null",
  "~",
  "1e3",
  "0x1F",
  ".inf",
  "*a",
  "&a",
  "!t",
  "%d",
  "@x",
  "a\nb",
  "\u2028",
  "\u0085",
  "'",
  '"',
  "\\",
  "{",
  "- ",
  "yes",
  "=",
  "<<",
];

function map<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Record<string, T>> {
  const key = fc
    .oneof(fc.string({ minLength: 1, unit: "grapheme" }), fc.constantFrom(...TRICKY))
    .filter((name) => name !== "__proto__");
  return fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true });
}
