import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { KINDS } from "../probes/schemas.ts";
import { readConfig } from "./read-config.ts";

/** Each file begins with the problems it must have: `# line:column code message`. */
const FOLDERS = [
  join(import.meta.dirname, "invalid"),
  ...KINDS.map((kind) => join(import.meta.dirname, "../probes", kind, "invalid")),
];
const FIXTURES = FOLDERS.flatMap((folder) => globSync("*.yaml", { cwd: folder }).map((file) => join(folder, file)));

describe("every way to be wrong", () => {
  it.each(FIXTURES.map((path) => [basename(path, ".yaml"), path]))("%s is said exactly", (_, path) => {
    const text = readFileSync(path, "utf8");
    expect(problemsIn(text)).toEqual(expectedIn(text));
  });

  it.each(FOLDERS)("has examples in %s", (folder) => {
    expect(FIXTURES.filter((path) => path.startsWith(folder)).length).toBeGreaterThan(5);
  });

  it("is said in sentences for people, with a cure", () => {
    const problems = FIXTURES.flatMap((path) => allProblems(readFileSync(path, "utf8")));
    for (const { code, message, fix } of problems) {
      expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(message).toMatch(/^[^a-z].*\.$|^[a-z]\w* (reads|compares|stands|is|and) .*\.$|^match\(\) .*\.$/s);
      expect(fix).toMatch(/^[A-Z].*[.?]$/s);
      expect(`${message} ${fix}`).not.toMatch(/invalid input|unrecogni[sz]ed|expected .* received|undefined|NaN|\[object/i);
    }
  });
});

function expectedIn(text: string): string[] {
  const lines = text.split("\n");
  return lines
    .slice(
      0,
      lines.findIndex((line) => !line.startsWith("#")),
    )
    .map((line) => line.slice(2));
}

function problemsIn(text: string): string[] {
  return allProblems(text).map(({ line, column, code, message }) => `${line}:${column} ${code} ${message}`);
}

function allProblems(text: string) {
  const result = readConfig(text, "checks.yaml");
  return "problems" in result ? result.problems : result.warnings;
}
