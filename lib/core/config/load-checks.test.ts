import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConfigError } from "./config-error.ts";
import { loadChecks } from "./load-checks.ts";

const GOOD =
  "name: acme\ncontacts: { oncall: { email: [oncall@acme.example] } }\ndefaults: { notify: [oncall] }\nchecks:\n  - id: api\n    http: https://api.acme.example\n";

describe("loadChecks", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "bongsu-load-checks-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("gives the configuration of a file", async () => {
    const config = await loadChecks(write("good.yaml", GOOD));
    expect(config.checks.map(({ id }) => id)).toEqual(["api"]);
  });

  it("rejects with one error that names every problem once, with line, column and cure", async () => {
    const error = await rejectionOf(loadChecks(write("wrong.yaml", GOOD.replace("https", "ftp").concat("    every: 60\n"))));
    expect(error.message).toMatch(/^\S*wrong\.yaml:6:11 {2}url-scheme-unknown/m);
    expect(error.message).toMatch(/^\S*wrong\.yaml:7:12 {2}unit-missing/m);
    expect(inspect(error).match(/unit-missing/g)).toHaveLength(1);
    expect(error instanceof ConfigError && error.problems.map(({ code }) => code)).toEqual([
      "url-scheme-unknown",
      "unit-missing",
    ]);
  });

  it("says how to come by a file that is not there", async () => {
    const error = await rejectionOf(loadChecks(join(folder, "none.yaml")));
    expect(error.message).toMatch(/There is no file .*none\.yaml\. .*npx bongsu init/);
  });

  function write(name: string, text: string): string {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  }
});

async function rejectionOf(promise: Promise<unknown>): Promise<Error> {
  const reason: unknown = await promise.catch((error: unknown) => error);
  if (reason instanceof Error) return reason;
  throw new Error("It did not reject.");
}
