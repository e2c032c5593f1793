/** A real browser for tests and pictures of pages. */
import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

export const whereChromium = "/usr/bin/chromium";
export const hasChromium = existsSync(whereChromium);

const FLAGS = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

export type TestBrowser = Browser;

export function launchChromium(): Promise<TestBrowser> {
  return chromium.launch({ executablePath: whereChromium, args: FLAGS });
}

export interface Watched {
  readonly page: Page;
  /** What the browser had to say of the page. */
  readonly complaints: string[];
  /** What the page asked of other places. */
  readonly foreign: string[];
}

export interface PageOptions extends BrowserContextOptions {
  /** Where the page's own server is. */
  readonly url: string;
  readonly path?: string;
}

/** In a profile of its own; close its context at the end. */
export async function openPage(browser: TestBrowser, { path = "/", url, ...options }: PageOptions): Promise<Watched> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const foreign: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const asked = request.url();
    if (!asked.startsWith(url) && !asked.startsWith("data:")) foreign.push(asked);
  });
  await page.goto(url + path);
  return { page, complaints, foreign };
}
