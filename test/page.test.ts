/** The live page in a real browser. */
import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Check } from "../lib/core/model/check.ts";
import type { Outcome } from "../lib/core/model/outcome.ts";
import { type ServedBoard, serveBoard } from "./kit/boards.ts";
import { aCheck, aDownOutcome, anOutcome } from "./kit/outcomes.ts";

const CHROMIUM = "/usr/bin/chromium";
const FLAGS = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];
const hasChromium = existsSync(CHROMIUM);
const title = hasChromium ? "the live page in Chromium" : `the live page (skipped: it needs Chromium at ${CHROMIUM})`;

/** Set to a folder to look at the page: light.png, dark.png, details.png, narrow.png. */
const PICTURES = process.env.BONGSU_PICTURES;

const HOSTILE = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

const checks: readonly Check[] = [
  aCheck({ id: "acme-prod/checkout", title: "결제 API" }),
  aCheck({ id: "acme-prod/login", title: "Login" }),
  aCheck({ id: "acme-prod/refunds", title: "Refunds" }),
  aCheck({ id: "globex/search", title: "Search" }),
  aCheck({ id: "globex/legacy", title: HOSTILE }),
  aCheck({ id: "initech/vpn-health", title: "VPN health", everyMs: 300_000 }),
];

/** A day as days are: an outage now, a slow search, a gap in the night, a little noise. */
function fillDay(add: ServedBoard["add"]): void {
  for (let minute = DAY_MINUTES; minute > 0; minute -= 1) {
    for (const { id } of checks.slice(0, 5)) {
      if (id === "globex/legacy" && minute > 700 && minute < 900) continue;
      add(outcomeAt(id, minute), minute * MINUTE_MS - 30_000);
    }
  }
}

function outcomeAt(check: string, minute: number): Outcome {
  const wave = 1 + 0.3 * Math.sin(minute / 90) + ((minute * 7919) % 17) / 60;
  const isDown = check === "acme-prod/checkout" && (minute < 19 || (minute > 600 && minute < 640));
  const isSlow = check === "globex/search" && (minute < 60 || minute % 300 < 25);
  const serverMs = Math.round((isDown ? 610 : isSlow ? 790 : 60) * wave);
  const phases = [
    { phase: "dns", ms: 4 },
    { phase: "connect", ms: 11 },
    { phase: "tls", ms: 22 },
    { phase: "server", ms: serverMs },
    { phase: "transfer", ms: 3 },
  ];
  const timing = { check, phases, totalMs: serverMs + 40 };
  const request = `GET https://api.example/${check}/health`;
  if (isDown) return aDownOutcome({ ...timing, evidence: { request, body: '{"status":"down","reason":"db pool exhausted"}' } });
  const breaches = isSlow ? [{ expected: "not total > 500ms", actual: `${timing.totalMs} ms` }] : [];
  return anOutcome({ ...timing, breaches, status: isSlow ? "slow" : "up", evidence: { request } });
}

describe.skipIf(!hasChromium)(title, () => {
  let browser: Browser;
  let served: ServedBoard;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    served = await serveBoard(checks, fillDay);
  });

  afterAll(async () => {
    await browser?.close();
    await served?.[Symbol.asyncDispose]();
  });

  interface Watched {
    readonly page: Page;
    readonly complaints: string[];
    readonly foreign: string[];
  }

  async function open(options: Parameters<Browser["newPage"]>[0] = {}, address = "/"): Promise<Watched> {
    const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, ...options });
    const complaints: string[] = [];
    const foreign: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(served.page.url) && !url.startsWith("data:")) foreign.push(url);
    });
    await page.goto(served.page.url + address);
    return { page, complaints, foreign };
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (PICTURES === undefined) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true });
  }

  it("shows everything without an error and without asking anything of another place", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const { page, complaints, foreign } = await open({ colorScheme });
      expect(await page.locator("h1").textContent()).toBe("1 down, 1 slow, 1 without data, 3 fine.");
      expect(await page.title()).toBe("✕1 ◐1 ○1 bongsu");
      expect(await page.locator("tr.check").first().textContent()).toContain("결제 API");
      await picture(page, colorScheme);
      expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
      await page.close();
    }
  });

  it("shows a hostile title as the text it is", async () => {
    const { page, complaints } = await open();
    expect(await page.locator("#link-globex_2Flegacy").textContent()).toBe(HOSTILE);
    expect(await page.locator("tr.check img").count()).toBe(0);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("changes by itself when a result comes, sorts itself anew and keeps the focus", async () => {
    const { page, complaints } = await open();
    await page.locator("#link-acme-prod_2Flogin").focus();
    served.add(aDownOutcome({ check: "acme-prod/login" }));
    await page.locator("#row-acme-prod_2Flogin.down").waitFor();
    expect(await page.title()).toBe("✕2 ◐1 ○1 bongsu");
    expect(await page.evaluate("document.activeElement.id")).toBe("link-acme-prod_2Flogin");
    served.add(anOutcome({ check: "acme-prod/checkout" }));
    await page.locator("#row-acme-prod_2Fcheckout.up").waitFor();
    expect(await page.locator("tr.check").first().getAttribute("id")).toBe("row-acme-prod_2Flogin");
    served.add(outcomeAt("acme-prod/login", 100));
    served.add(outcomeAt("acme-prod/checkout", 1));
    await page.locator("#row-acme-prod_2Flogin.up").waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it("shows one check with its evidence, and keeps an open table open while it changes", async () => {
    const { page, complaints, foreign } = await open();
    await page.locator("#link-acme-prod_2Fcheckout").press("Enter");
    await page.locator("#details").waitFor();
    expect(await page.locator("h1").textContent()).toBe("결제 API");
    expect(await page.locator("pre").first().textContent()).toContain("db pool exhausted");
    await picture(page, "details");
    await page.locator("#chart-data summary").click();
    served.add(aDownOutcome({ check: "acme-prod/checkout", totalMs: 4_321 }));
    await page.getByText("4.3 s").first().waitFor();
    expect(await page.locator("#chart-data[open]").count()).toBe(1);
    expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
    await page.close();
  });

  it("is complete without JavaScript", async () => {
    const { page } = await open({ javaScriptEnabled: false });
    expect(await page.locator("tr.check").count()).toBe(checks.length);
    await page.locator("#link-globex_2Fsearch").click();
    expect(await page.locator("h1").textContent()).toBe("Search");
    await page.close();
  });

  it("fits a telephone without scrolling sideways", async () => {
    const { page } = await open({ viewport: { width: 390, height: 844 } });
    await picture(page, "narrow");
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await page.close();
  });

  it("says that it is cut off when the process ends, instead of showing an old state as the present one", async () => {
    await using other = await serveBoard(checks);
    const page = await browser.newPage();
    await page.goto(other.page.url);
    await other.page.close();
    await page.locator("body.is-lost .lost").waitFor();
    expect(await page.locator(".lost").isVisible()).toBe(true);
    await page.close();
  });
});
