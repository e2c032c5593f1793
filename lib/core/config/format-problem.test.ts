import { describe, expect, it } from "vitest";
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

  it("cuts a very long line around the fault", () => {
    const lines = formatProblem(at({ line: 1, column: 50_001 }), `${"x".repeat(50_000)} y`).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(150);
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
