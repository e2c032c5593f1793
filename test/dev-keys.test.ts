/** The keys of `bongsu dev` as people press them: a real process on a real terminal. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { displayWidth } from "../lib/core/messages/text-width.ts";
import { startHttp } from "./kit/servers.ts";

const BONGSU = path.resolve(import.meta.dirname, "../bin/bongsu.ts");
/** Gives a program a terminal (util-linux). */
const SCRIPT = "/usr/bin/script";
const KEYS = "  keys   r run now   f failing now   p alert preview   o open   q quit";
const CTRL_C = "\u0003";
const CTRL_Z = "\u001a";
const PATIENCE = { timeout: 15_000, interval: 50 };
const PRESS_EVERY_MS = 200;
const HOW_IT_IS_LEFT = "; echo ended $?; stty -a";

describe.skipIf(!existsSync(SCRIPT))("keys of bongsu dev, on a terminal (skipped without util-linux' script)", () => {
  let folder: string;
  let children: ChildProcess[];

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "bongsu-keys-"));
    children = [];
  });

  afterEach(() => {
    for (const child of children) child.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  });

  function writeChecks(port: number): void {
    const check = (name: string) => `  - { id: acme/${name}, every: 1h, timeout: 2s, http: "http://127.0.0.1:${port}/${name}" }`;
    writeFileSync(path.join(folder, "checks.yaml"), ["name: acme", "checks:", check("checkout"), check("login"), ""].join("\n"));
  }

  /** A browser that only notes where it is sent, or none that works. */
  function writeBrowser(exitCode: number): void {
    writeFileSync(path.join(folder, "xdg-open"), `#!/bin/sh\necho "$1" > '${folder}/opened'\nexit ${exitCode}\n`);
    chmodSync(path.join(folder, "xdg-open"), 0o755);
  }

  function start(after = HOW_IT_IS_LEFT, before = "") {
    const command = `${before}'${process.execPath}' '${BONGSU}' dev --port 0 --data '${folder}/data'${after}`;
    const env = { ...process.env, TERM: "xterm", PATH: `${folder}:${process.env.PATH}`, SHELL: "/bin/bash" };
    const child = spawn(SCRIPT, ["-qec", command, "/dev/null"], { cwd: folder, env, stdio: ["pipe", "pipe", "inherit"] });
    children.push(child);
    child.stdin.on("error", () => undefined);
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text.replaceAll("\r", "");
    });
    const exit = once(child, "close");
    const printed = async (text: string | RegExp) => {
      await expect.poll(() => output, PATIENCE).toMatch(text);
      const seen = output;
      output = "";
      return seen;
    };
    const press = (key: string) => child.stdin.write(key);
    /** Until somebody listens. */
    const pressUntilPrinted = async (key: string, text: string) => {
      const pressing = setInterval(() => press(key), PRESS_EVERY_MS);
      return await printed(text).finally(() => clearInterval(pressing));
    };
    /** A key that comes together with another one is none. */
    const quit = async () => {
      const pressing = setInterval(() => press("q"), PRESS_EVERY_MS);
      await exit.finally(() => clearInterval(pressing));
      return output;
    };
    const ended = async () => {
      await exit;
      return output;
    };
    return { press, pressUntilPrinted, printed, quit, ended };
  }

  const answers = (request: { url?: string | undefined }) => (request.url === "/checkout" ? 503 : 200);

  it("are named at the start, run everything, show what fails, preview its alert, and quit", async () => {
    let requests = 0;
    await using target = await startHttp((request, response) => {
      requests += 1;
      response.writeHead(answers(request)).end();
    });
    writeChecks(target.port);
    const dev = start();
    expect(await dev.printed("first results in")).toContain(`${KEYS}\n`);
    const before = requests;
    dev.press("r");
    expect(await dev.printed(/run {4}results in [\d.]+ s: .*\n/)).toContain("  run    2 checks, now\n");
    expect(requests).toBeGreaterThanOrEqual(before + 2);
    dev.press("F");
    const failing = await dev.printed("1 char =");
    expect(failing).toMatch(/✕ DOWN {5}acme\/checkout .*\d ms/);
    expect(failing).not.toContain("acme/login");
    expect(failing.split("\n").filter((line) => displayWidth(line) > 80)).toEqual([]);
    dev.press("p");
    const preview = await dev.printed("/preview/acme/checkout");
    expect(preview).toContain("Examples for acme/checkout: nothing happened, and nothing is sent.");
    expect(preview).toMatch(/Subject: \[DOWN\] acme\/checkout.*--- down · SMS/s);
    expectAsBefore(await dev.quit());
  });

  it("open the page in the browser, or say where it is", async () => {
    await using target = await startHttp((_, response) => response.end());
    writeChecks(target.port);
    writeBrowser(0);
    const dev = start();
    const page = /page {3}(http:\S+)/.exec(await dev.printed("first results in"))?.[1];
    dev.press("f");
    await dev.printed("All 2 checks are fine.");
    dev.press("o");
    await expect
      .poll(() => existsSync(`${folder}/opened`) && readFileSync(`${folder}/opened`, "utf8"), PATIENCE)
      .toBe(`${page}\n`);
    writeBrowser(3);
    dev.press("o");
    expect(await dev.printed(/No browser .*\n/)).toContain(` ~ No browser opened (xdg-open ended with 3): go to ${page}\n`);
    dev.press(CTRL_C);
    expectAsBefore(await dev.ended());
  });

  it("are one letter each: what is pasted and what begins with Escape does nothing", async () => {
    await using target = await startHttp((_, response) => response.end());
    writeChecks(target.port);
    const dev = start();
    await dev.printed("first results in");
    dev.press("\u001bOq");
    expect(await dev.pressUntilPrinted("f", "All 2 checks are fine.")).not.toContain("ended");
    expectAsBefore(await dev.quit());
  });

  it("leave the terminal as it was when the process is told to end", async () => {
    await using target = await startHttp((_, response) => response.end());
    writeChecks(target.port);
    const dev = start();
    await dev.printed("first results in");
    process.kill(processOf(folder), "SIGTERM");
    expectAsBefore(await dev.ended());
  });

  it("go on after Ctrl-Z and fg, and the shell has its terminal in between", async () => {
    await using target = await startHttp((_, response) => response.end());
    writeChecks(target.port);
    const dev = start("; stty -a; echo stopped; bg; fg; echo ended $?; stty -a", "set -m; ");
    await dev.printed("first results in");
    dev.press(CTRL_Z);
    expect(await dev.printed("stopped")).toMatch(/ icanon .* echo /s);
    await dev.pressUntilPrinted("f", "All 2 checks are fine.");
    expectAsBefore(await dev.quit());
  });

  it("and are not taken where the process runs in the background", async () => {
    await using target = await startHttp((_, response) => response.end());
    writeChecks(target.port);
    const dev = start(" & read -r answer; jobs; kill %1; wait %1; echo ended $?; stty -a", "set -m; ");
    await dev.printed("first results in");
    dev.press("go on\n");
    const output = await dev.ended();
    expect(output).toContain("Running");
    expectAsBefore(output);
  });
});

function expectAsBefore(output: string): void {
  expect(output).toMatch(/ended 0\n.* icanon .* echo /s);
}

/** Of the watch that keeps its history in this folder. */
function processOf(folder: string): number {
  const lines = execFileSync("ps", ["-A", "-o", "pid=,args="], { encoding: "utf8" }).split("\n");
  const line = lines.find((one) => /^\s*\d+ \S*node /.test(one) && one.includes(`--data ${folder}`)) ?? "";
  return Number.parseInt(line, 10);
}
