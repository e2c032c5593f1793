import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { KINDS, schemas } from "../probes/schemas.ts";
import { checksJsonSchema } from "./json-schema.ts";

const ROOT = join(import.meta.dirname, "../../..");
const GOOD = globSync("good/*.yaml", { cwd: import.meta.dirname }).map((file) =>
  readFileSync(join(import.meta.dirname, file), "utf8"),
);

describe("checksJsonSchema", () => {
  it("is what checks.schema.json holds: if not, run npm run fix", () => {
    const printed = `${JSON.stringify(checksJsonSchema(), null, 2)}\n`;
    expect(
      readFileSync(join(ROOT, "checks.schema.json"), "utf8") === printed,
      "checks.schema.json is stale: run npm run fix",
    ).toBe(true);
  });

  it.each(GOOD)("accepts a good file: %#", (text) => {
    const schema = z.fromJSONSchema(JSON.parse(JSON.stringify(checksJsonSchema())));
    expect(schema.safeParse(parse(text)).error).toBeUndefined();
  });

  it.each(["foo: 1", "expect: { statusCode: 200 }", "every: 60", "expect: { total: { below: 2 Sec } }"])("refuses %s", (line) => {
    const schema = z.fromJSONSchema(JSON.parse(JSON.stringify(checksJsonSchema())));
    const text = `name: acme\nchecks:\n  - id: api\n    http: https://api.acme.example\n    ${line}\n`;
    expect(schema.safeParse(parse(text)).success).toBe(false);
  });

  it("describes every fact of every kind", () => {
    const printed = JSON.stringify(checksJsonSchema());
    for (const kind of KINDS)
      for (const { doc } of Object.values(schemas[kind].facts)) expect(printed).toContain(JSON.stringify(doc));
  });
});
