import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startHttp } from "../../test/kit/servers.ts";
import { dev } from "./dev.ts";
import { ExitCode } from "./exit-code.ts";

const PATIENCE = { timeout: 15_000, interval: 100 };

describe("a watch whose file changes", () => {
  let folder: string;
  let file: string;
  let stops: (() => Promise<number>)[];

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "bongsu-reload-"));
    file = path.join(folder, "checks.yaml");
    stops = [];
  });

  afterEach(async () => {
    for (const stop of stops) await stop();
    rmSync(folder, { recursive: true });
  });

  /** Somebody sits at the terminal. */
  function start() {
    const end = new AbortController();
    let printed = "";
    const write = (text: string) => {
      printed += text;
    };
    const surroundings = { version: "0.0.0", isAttended: true, write, signal: end.signal };
    const ended = dev({ config: file, port: 0, data: path.join(folder, "data"), ...surroundings });
    const stop = () => {
      end.abort();
      return ended;
    };
    stops.push(stop);
    const page = async () => {
      await expect.poll(() => printed, PATIENCE).toMatch(/page {3}http/);
      return /page {3}(http:\S+)/.exec(printed)?.[1] ?? "";
    };
    return { page, stop, printed: () => printed };
  }

  function writeChecks(...lines: readonly string[]): void {
    writeFileSync(file, ["name: acme", "checks:", ...lines, ""].join("\n"));
  }

  const httpCheck = (id: string, port: number) => `  - { id: ${id}, every: 10s, timeout: 2s, http: "http://127.0.0.1:${port}/" }`;

  async function statesAt(page: string): Promise<Record<string, string>> {
    const { checks }: { checks: { id: string; state: string }[] } = JSON.parse(await textOf(`${page}/api/state.json`));
    return Object.fromEntries(checks.map(({ id, state }) => [id, state]));
  }

  it("goes on with the new checks at once, at the same address", async () => {
    await using target = await startHttp((_, response) => response.end("ok"));
    writeChecks(httpCheck("acme/one", target.port));
    const watch = start();
    const page = await watch.page();
    await expect.poll(() => statesAt(page), PATIENCE).toEqual({ "acme/one": "up" });
    writeChecks(httpCheck("acme/one", target.port), httpCheck("acme/two", target.port));
    await expect.poll(() => statesAt(page), PATIENCE).toEqual({ "acme/one": "up", "acme/two": "up" });
    expect(watch.printed()).toContain("has changed");
    expect(await watch.stop()).toBe(ExitCode.allGood);
  });

  it("shows what is wrong with place and cure, keeps the checks of before running, and forgets it once it is right", async () => {
    await using target = await startHttp((_, response) => response.end("ok"));
    writeChecks(httpCheck("acme/one", target.port));
    const watch = start();
    const page = await watch.page();
    await expect.poll(() => statesAt(page), PATIENCE).toEqual({ "acme/one": "up" });
    writeChecks("  - { id: acme/one, htpp: https://acme.example/ }");
    await expect.poll(() => textOf(page), PATIENCE).toContain('id="broken"');
    const markup = await textOf(page);
    expect(markup).toContain("checks.yaml:3:");
    expect(markup).toContain("unknown-key");
    expect(markup).toContain("The checks that ran before keep running.");
    expect(await statesAt(page)).toEqual({ "acme/one": "up" });
    rmSync(file);
    await expect.poll(() => textOf(page), PATIENCE).toContain("There is no file");
    writeChecks(httpCheck("acme/one", target.port));
    await expect.poll(() => textOf(page), PATIENCE).not.toContain('id="broken"');
    expect(watch.printed()).not.toContain("has changed");
  });

  it("waits for a file that is wrong from the beginning, and ends with 2 if nobody mends it", async () => {
    writeChecks("  - { id: acme/one, htpp: https://acme.example/ }");
    const hopeless = start();
    const markup = await textOf(await hopeless.page());
    expect(markup).toContain("Nothing runs.");
    expect(markup).toContain('<form id="try"');
    expect(await hopeless.stop()).toBe(ExitCode.configurationWrong);

    await using target = await startHttp((_, response) => response.end("ok"));
    const mended = start();
    const page = await mended.page();
    writeChecks(httpCheck("acme/one", target.port));
    await expect.poll(() => statesAt(page), PATIENCE).toEqual({ "acme/one": "up" });
    expect(await textOf(page)).not.toContain('<form id="try"');
    expect(await mended.stop()).toBe(ExitCode.allGood);
  });

  it("invites to try an address where nothing can be run from here, and runs it once", async () => {
    await using target = await startHttp((_, response) => response.writeHead(503).end("db pool exhausted"));
    writeChecks('  - { id: acme/errors, logs: { group: /acme/app, pattern: "ERROR" } }');
    const page = await start().page();
    expect(await textOf(page)).toContain("Nothing is checked yet.");
    const url = encodeURIComponent(`http://127.0.0.1:${target.port}/health`);
    const markup = await textOf(`${page}/try?url=${url}&part=drawer`, { "sec-fetch-site": "same-origin" });
    for (const told of [
      "DOWN",
      "The server itself answers 503",
      "db pool exhausted",
      "npx bongsu init",
      `http: &#34;http://127.0.0.1:${target.port}/health&#34;`,
    ]) {
      expect(markup).toContain(told);
    }
    expect(await statesAt(page)).toEqual({});
    expect(await textOf(`${page}/try?url=ftp://acme.example/&part=drawer`, { "sec-fetch-site": "none" })).toContain(
      "begins with http://",
    );
  });
});

async function textOf(url: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  return await (await fetch(url, { headers })).text();
}
