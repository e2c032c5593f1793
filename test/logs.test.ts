/** A check that only AWS can watch, on this computer: said plainly, and in nobody's way. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dev } from "../lib/cli/dev.ts";
import { run } from "../lib/cli/run.ts";
import { startHttp } from "./kit/servers.ts";

const NOTE = "only on AWS: acme/tokens (logs)";
const LOGS = "  - { id: acme/tokens, logs: { group: /acme/export, pattern: ExpiredToken } }";

describe("a check of kind logs on this computer", () => {
  let folder: string;
  let config: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bongsu-logs-"));
    config = join(folder, "checks.yaml");
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function write(...checks: string[]): void {
    writeFileSync(config, ["name: acme", "checks:", ...checks].join("\n"));
  }

  async function runOnce(targets: readonly string[] = []) {
    const printed: Record<"out" | "error", string[]> = { out: [], error: [] };
    const output = {
      write: (text: string) => void printed.out.push(text),
      error: (text: string) => void printed.error.push(text),
      hasColor: false,
    };
    const code = await run({ targets, config, json: true, output });
    const { outcomes }: { outcomes: { check: string }[] } = JSON.parse(printed.out.join(""));
    return { code, error: printed.error.join(""), ran: outcomes.map(({ check }) => check) };
  }

  it("is left out of bongsu run, which says so and runs the others", async () => {
    await using server = await startHttp((_, response) => response.end());
    write(LOGS, `  - { id: acme/api, http: "http://127.0.0.1:${server.port}/" }`);
    expect(await runOnce()).toEqual({ code: 0, error: `Not run, ${NOTE}\n`, ran: ["acme/api"] });
    expect(await runOnce(["acme/api"])).toEqual({ code: 0, error: "", ran: ["acme/api"] });
  });

  it("is nothing that bongsu run could call good, if it is all there is", async () => {
    write(LOGS);
    expect(await runOnce()).toEqual({ code: 3, error: `Not run, ${NOTE}\n`, ran: [] });
  });

  it("is listed by bongsu dev as watched only on AWS, and counted among no results", async () => {
    await using server = await startHttp((_, response) => response.end());
    write(LOGS, `  - { id: acme/api, http: "http://127.0.0.1:${server.port}/" }`);
    const stop = new AbortController();
    let printed = "";
    const print = (text: string) => {
      printed += text;
      if (printed.includes("first results in")) stop.abort();
    };
    const data = join(folder, "history");
    expect(await dev({ config, port: 0, data, version: "0.0.0", write: print, signal: stop.signal })).toBe(0);
    expect(printed).toContain(`  aws    ${NOTE}\n`);
    // The path of the folder may move the sentence over the end of a line.
    expect(printed.replaceAll(/\s+/g, " ")).toContain("The one check is fine.");
  });
});
