import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { init } from "./init.ts";
import { validate } from "./validate.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bongsu-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("validate", () => {
  it("says how many checks are good", async () => {
    const file = await fileWith(
      "name: acme\ncontacts: { a: { email: [a@b.example] } }\ndefaults: { notify: [a] }\nchecks: [{ id: x, tcp: 'a.example:1' }]\n",
    );
    expect(await run(file)).toEqual({ code: 0, text: `${file}: 1 check, no problems\n` });
  });

  it("lists every problem and counts them", async () => {
    const file = await fileWith("name: acme\nchecks:\n  - { id: x, tcp: 'a.example:1', every: 60, foo: 1 }\n");
    const { code, text } = await run(file);
    expect(code).toBe(2);
    expect(text).toContain(`${file}:3:41  unit-missing  60 has no unit.\n`);
    expect(text.endsWith(`\n\n2 errors, 1 warning in ${file}\n`)).toBe(true);
  });

  it("passes with warnings alone", async () => {
    const file = await fileWith("name: acme\nchecks: [{ id: x, tcp: 'a.example:1' }]\n");
    const { code, text } = await run(file);
    expect(code).toBe(0);
    expect(text).toMatch(/nobody-is-told {2}warning: .*\n\n1 warning in /s);
  });

  it("prints the promised fields as JSON", async () => {
    const file = await fileWith("name: acme\n");
    const { code, text } = await run(file, true);
    const message = 'The key "checks" is missing here.';
    expect(code).toBe(2);
    expect(JSON.parse(text)).toEqual({
      schemaVersion: 1,
      problems: [
        { file, line: 1, column: 1, code: "missing-key", severity: "error", message, fix: expect.stringContaining("checks:") },
      ],
    });
  });

  it("cannot run without a readable file", async () => {
    const missing = join(folder, "none.yaml");
    expect(await run(missing)).toEqual({ code: 3, text: expect.stringContaining("npx bongsu init") });
    expect(await run(folder)).toMatchObject({ code: 3 });
    const { code, text } = await run(missing, true);
    expect({ code, ...JSON.parse(text) }).toMatchObject({ code: 3, problems: [{ code: "file-not-found", line: 1, column: 1 }] });
  });

  it("refuses what is no UTF-8", async () => {
    const file = join(folder, "latin.yaml");
    await writeFile(file, Buffer.from([0x6e, 0xe4, 0xff]));
    expect(await run(file)).toEqual({ code: 3, text: expect.stringContaining("UTF-8") });
  });
});

describe("init", () => {
  it("writes a file that has no problems", async () => {
    const file = join(folder, "checks.yaml");
    expect(await init({ config: file, write: () => undefined })).toBe(0);
    expect(await run(file)).toEqual({ code: 0, text: `${file}: 3 checks, no problems\n` });
  });

  it("never overwrites", async () => {
    const file = await fileWith("mine");
    const said: string[] = [];
    expect(await init({ config: file, write: (text) => said.push(text) })).toBe(3);
    expect(said.join("")).toContain("stays as it is");
    expect(await run(file)).toMatchObject({ code: 2 });
  });

  it("says when the folder is not there", async () => {
    const said: string[] = [];
    expect(await init({ config: join(folder, "no/checks.yaml"), write: (text) => said.push(text) })).toBe(3);
    expect(said.join("")).toContain("ENOENT");
  });
});

async function fileWith(text: string): Promise<string> {
  const file = join(folder, "checks.yaml");
  await writeFile(file, text);
  return file;
}

async function run(config: string, json = false): Promise<{ code: number; text: string }> {
  const written: string[] = [];
  const code = await validate({ config, json, write: (text) => written.push(text) });
  return { code, text: written.join("") };
}
