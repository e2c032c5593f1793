import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { displayWidth } from "../messages/text-width.ts";
import { formatProblem } from "./format-problem.ts";
import type { Problem } from "./problem.ts";

const TEXT = ["name: acme", "checks:", "  - id: api", "    title: 결제 API # full name", "    http: x"].join("\n");

describe("formatProblem", () => {
  it("shows place, code, sentence, two lines before, a caret and the cure", () => {
    const problem = at({ line: 3, column: 9, code: "id-malformed" });
    expect(formatProblem(problem, TEXT)).toBe(
      [
        "checks.yaml:3:9  id-malformed  Wrong.",
        "   1 | name: acme",
        "   2 | checks:",
        " > 3 |   - id: api",
        "     |         ^^^",
        "  fix  Mend it.",
      ].join("\n"),
    );
  });

  it("says that a warning is one", () => {
    expect(formatProblem(at({ line: 1, column: 1, severity: "warning" }), TEXT)).toContain("  wrong  warning: Wrong.\n");
  });

  it("counts Hangul as two columns, before the caret and under it", () => {
    expect(caretOf("a: { 결제: 결제 }", 10)).toBe(`${" ".repeat(11)}^^^^`);
    expect(caretOf("    title: 결제 API # full name", 12)).toBe(`${" ".repeat(11)}^^^^^^^^`);
  });

  it("keeps tabs before the caret, so that any tab width fits", () => {
    expect(caretOf("a:\tb:\tcd", 7)).toBe("  \t  \t^^");
  });

  it("underlines keys without their colon and values without what follows", () => {
    expect(caretOf("  every: 60", 3)).toBe("  ^^^^^");
    expect(caretOf('{ a: "x, y", b: 1 }', 6)).toBe("     ^^^^^^");
    expect(caretOf("[ab, cd]", 6)).toBe("     ^^");
    expect(caretOf("url: https://a.example:80/x", 6)).toBe(`     ${"^".repeat(22)}`);
  });

  it("points behind the end of a line with one caret", () => {
    expect(caretOf("ab", 3)).toBe("  ^");
  });

  it("shows of a long line the part around the fault, with the caret under it", () => {
    const before = "x".repeat(50_000);
    expect(formatProblem(at({ line: 2, column: 50_002 }), `${before}\n${before} wrong: ${before}`).split("\n")).toEqual([
      "checks.yaml:2:50002  wrong  Wrong.",
      `   1 | ${"x".repeat(72)}…`,
      ` > 2 | …${"x".repeat(41)} wrong: ${"x".repeat(22)}…`,
      `     | ${" ".repeat(43)}^^^^^`,
      "  fix  Mend it.",
    ]);
    expect(caretOf(`${before}y`, 50_001)).toBe(`${" ".repeat(72)}^`);
  });

  it("wraps sentence and cure, and keeps the place together however long the path is", () => {
    const words = "one two three ".repeat(8).trim();
    const file = `${"folder/".repeat(12)}checks.yaml`;
    expect(formatProblem(at({ message: words, fix: words }), "x").split("\n")).toEqual([
      "checks.yaml:1:1  wrong  one two three one two three one two three one two",
      "    three one two three one two three one two three one two three",
      " > 1 | x",
      "     | ^",
      "  fix  one two three one two three one two three one two three one two three one",
      "       two three one two three one two three",
    ]);
    expect(formatProblem(at({ file, line: 9, fix: `Read https://acme.example/${file} first.` }), "").split("\n")).toEqual([
      `${file}:9:1  wrong`,
      "    Wrong.",
      "  fix  Read",
      `       https://acme.example/${file}`,
      "       first.",
    ]);
  });

  it("acceptance 8: is at most 80 columns wide, whatever stands in the file", () => {
    const words = fc.array(fc.string({ unit: "grapheme", maxLength: 200 }), { maxLength: 30 }).map((some) => some.join(" "));
    const texts = fc.array(fc.oneof(words, fc.string({ unit: fc.constantFrom("\t", "결", "x", "🚀", " ") })), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(
        fc.record({ texts, message: words, fix: words, line: fc.nat(5), column: fc.integer({ min: 1, max: 300 }) }),
        (some) => {
          const shown = formatProblem(at({ ...some, line: some.line + 1 }), some.texts.join("\n"));
          for (const line of shown.split("\n").filter((one) => !/^ *\S*https?:/.test(one))) {
            expect(displayWidth(line.replaceAll("\t", " ".repeat(8)))).toBeLessThanOrEqual(80);
          }
        },
      ),
    );
  });

  it("has room for the caret behind a line that fills the terminal", () => {
    const [, line = "", caret = ""] = formatProblem(at({ line: 1, column: 74 }), "x".repeat(73)).split("\n");
    expect([displayWidth(line), displayWidth(caret)]).toEqual([79, 80]);
    expect(caret).toMatch(/^ +\| +\^$/);
  });

  it("lets no control character through", () => {
    expect(formatProblem(at({ line: 1, column: 1 }), "a: \u001b[31mred")).not.toContain("\u001b");
  });

  it("needs no line to point at", () => {
    expect(formatProblem(at({ line: 1, column: 1 }), "")).toContain("fix  Mend it.");
    expect(formatProblem(at({ line: 9, column: 1 }), "a")).toBe("checks.yaml:9:1  wrong  Wrong.\n  fix  Mend it.");
  });
});

function at(place: Partial<Problem>): Problem {
  return {
    file: "checks.yaml",
    line: 1,
    column: 1,
    code: "wrong",
    severity: "error",
    message: "Wrong.",
    fix: "Mend it.",
    ...place,
  };
}

function caretOf(line: string, column: number): string | undefined {
  return formatProblem(at({ line: 1, column }), line)
    .split("\n")
    .find((shown) => shown.includes("^"))
    ?.slice("     | ".length);
}
