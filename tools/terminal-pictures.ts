/** Pictures of what the commands print, in the colours of a terminal: of checks that are made up, so that they are the same whenever they are made. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cost } from "../lib/cli/cost.ts";
import { terminalStyle } from "../lib/cli/terminal-style.ts";
import { validate } from "../lib/cli/validate.ts";
import { renderRunReport } from "../lib/core/messages/run-report.ts";
import type { TestBrowser } from "../test/kit/browser.ts";
import { aMorning } from "../test/kit/report-items.ts";
import { ansiToHtml } from "./ansi-html.ts";

const EXAMPLES = join(import.meta.dirname, "../examples/checks.yaml");
const WRONG = `name: acme
contacts: { oncall: { email: [oncall@acme.example] } }
defaults: { notify: [oncall] }
checks:
  - id: acme-prod/checkout
    title: 결제 API
    every: 45s
    htpp: https://api.acme.example/v1/checkout/health
  - id: 결제-API
    http: https://api.acme.example/
    expect: { status: 200, total: { below: 2000 } }
`;
const STYLE = `
  body { margin: 0; background: #0f1b2a; }
  pre { display: inline-block; margin: 0; padding: 14px 18px; color: #d7e0ea; font: 15px/1.4 "DejaVu Sans Mono", monospace; }
  i { display: inline-block; width: 2ch; font-style: normal; }
  .red { color: #ff6b7d } .green { color: #3fc99b } .yellow { color: #ffb84d } .gray { color: #95a5b8 } .bold { font-weight: bold }
`;

/** Writes `terminal-run.png`, `terminal-validate.png` and `terminal-cost.png`. */
export async function takeTerminalPictures(browser: TestBrowser, folder: string): Promise<void> {
  const screens = { run: runScreen(), validate: await validateScreen(), cost: await costScreen() };
  for (const [name, text] of Object.entries(screens)) {
    const page = await browser.newPage({ viewport: { width: 1_000, height: 300 } });
    await page.setContent(`<style>${STYLE}</style><pre>${ansiToHtml(text)}</pre>`);
    const path = join(folder, `terminal-${name}.png`);
    await page.locator("pre").screenshot({ path });
    await page.close();
    console.log(path);
  }
}

function runScreen(): string {
  const report = renderRunReport(aMorning(), {
    ...{ isAdHoc: false, timezone: "Asia/Seoul", rerun: "npx bongsu run", elapsedMs: 912 },
    startedAtEpochMs: Date.UTC(2026, 10, 22, 8, 40, 2),
    style: terminalStyle({ hasColor: true }, false),
  });
  return screen("npx bongsu run", report.join("\n"));
}

async function validateScreen(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "bongsu-pictures-"));
  writeFileSync(join(folder, "checks.yaml"), WRONG);
  // Lines break where they do for people, who have no long path before the name.
  const before = process.cwd();
  process.chdir(folder);
  const printed = await printedBy((write) => validate({ config: "checks.yaml", json: false, write }));
  process.chdir(before);
  rmSync(folder, { recursive: true });
  return screen("npx bongsu validate", printed);
}

async function costScreen(): Promise<string> {
  const printed = await printedBy((write) =>
    cost({ config: EXAMPLES, json: false, output: { write, error: write, hasColor: false } }),
  );
  return screen("npx bongsu cost", printed);
}

async function printedBy(command: (write: (text: string) => void) => Promise<number>): Promise<string> {
  const printed: string[] = [];
  await command((text) => void printed.push(text));
  return printed.join("").trimEnd();
}

function screen(command: string, printed: string): string {
  return `\u001b[90m$ ${command}\u001b[39m\n${printed}`;
}
