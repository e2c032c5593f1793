/** What the documents say is tried: configurations validate, links lead somewhere, commands exist. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { checksJsonSchema, readConfig } from "../lib/core/config/index.ts";
import { FAILURE_CODES } from "../lib/core/model/failure.ts";
import packageJson from "../package.json" with { type: "json" };

const ROOT = join(import.meta.dirname, "..");
const documents = ["*.md", "docs/**/*.md", "lib/**/README.md", "examples/**/*.md"]
  .flatMap((pattern) => globSync(pattern, { cwd: ROOT }))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), "utf8") }));
const configurations = documents.flatMap(({ path, text }) =>
  [...text.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml], index) => ({ name: `${path} #${index + 1}`, yaml: yaml ?? "" })),
);

describe("documents", () => {
  it.each(configurations)("show a configuration that is valid: $name", ({ yaml }) => {
    expect(readConfig(yaml, "example.yaml")).toHaveProperty("config");
  });

  it.each(globSync("examples/**/*.yaml", { cwd: ROOT }))("%s is valid", (path) => {
    expect(readConfig(readFileSync(join(ROOT, path), "utf8"), path)).toMatchObject({ warnings: [] });
  });

  it.each(documents)("$path links only to what is there", ({ path, text }) => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link]) => link ?? "");
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(path), link)))).toEqual([]);
  });

  it.each(documents)("$path names only scripts that package.json has", ({ text }) => {
    const scripts = [...text.matchAll(/npm run (?:-s )?([a-z:-]+)/g)].map(([, script]) => script ?? "");
    expect(scripts.filter((script) => !Object.hasOwn(packageJson.scripts, script))).toEqual([]);
  });

  it("README.md shows its twelve lines as twelve", () => {
    const [, yaml = ""] = /```yaml\n(.*?)```/s.exec(readFileSync(join(ROOT, "README.md"), "utf8")) ?? [];
    expect(yaml.trim().split("\n")).toHaveLength(12);
  });

  it("checks.schema.json is fresh: npm run fix writes it anew", () => {
    expect(JSON.parse(readFileSync(join(ROOT, "checks.schema.json"), "utf8"))).toEqual(checksJsonSchema());
  });

  it("failure codes are lower case and distinct", () => {
    expect(new Set(FAILURE_CODES).size).toBe(FAILURE_CODES.length);
    for (const code of FAILURE_CODES) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });
});
