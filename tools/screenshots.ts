/** `npm run screenshots`: pictures of the local page, of a status page and of the terminal for the documents, made in a real browser of checks that are made up. */
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../lib/core/ports.ts";
import { systemClock } from "../lib/core/time/clock.ts";
import { type ServedBoard, serveBoard } from "../test/kit/boards.ts";
import { hasChromium, launchChromium, openPage, type PageOptions, type TestBrowser, whereChromium } from "../test/kit/browser.ts";
import { dayChecks, fillDay, fillWeekBefore } from "../test/kit/page-day.ts";
import { fillThousand, thousandChecks } from "../test/kit/page-thousand.ts";
import { seeGrey } from "../test/kit/shapes.ts";
import { takeStatusPagePictures } from "./status-page-pictures.ts";
import { takeTerminalPictures } from "./terminal-pictures.ts";

const FOLDER = join(import.meta.dirname, "../docs/images");
const PICTURE_BYTES_MAX = 200_000;
/** The same in every picture, whenever it is made. */
const NOW_EPOCH_MS = Date.UTC(2026, 10, 22, 8, 40, 2);
const stoppedClock: Clock = { ...systemClock, epochMs: () => NOW_EPOCH_MS };

interface Picture extends Partial<PageOptions> {
  readonly name: string;
  readonly isGrey?: boolean;
}

const CHECK = "acme-prod/checkout";
const PICTURES: readonly Picture[] = [
  { name: "page-light" },
  { name: "page-dark", colorScheme: "dark" },
  { name: "page-grey", isGrey: true },
  { name: "page-korean", path: "/?lang=ko" },
  { name: "page-check", path: `/c/${CHECK}`, viewport: { width: 900, height: 1400 } },
  { name: "page-alert", path: `/preview/${CHECK}?tab=sms` },
];

async function takePicture(
  browser: TestBrowser,
  served: ServedBoard,
  { isGrey = false, name, ...options }: Picture,
): Promise<void> {
  const { page } = await openPage(browser, { url: served.page.url, ...options });
  if (isGrey) await seeGrey(page);
  await page.locator("time").first().waitFor();
  const path = join(FOLDER, `${name}.png`);
  await page.screenshot({ path });
  await page.context().close();
  const sizeBytes = statSync(path).size;
  console.log(`${path}  ${Math.round(sizeBytes / 1_000)} KB`);
  if (sizeBytes > PICTURE_BYTES_MAX) throw new Error(`${name} is larger than ${PICTURE_BYTES_MAX} bytes`);
}

/** Letters that a font lacks all look like the same empty box. */
async function hasHangul(browser: TestBrowser): Promise<boolean> {
  const page = await browser.newPage();
  const pictures: string[] = [];
  for (const letter of ["결", "제"]) {
    await page.setContent(`<span style="font-size:40px">${letter}</span>`);
    pictures.push((await page.screenshot()).toString("base64"));
  }
  await page.close();
  return pictures[0] !== pictures[1];
}

async function takePictures(browser: TestBrowser): Promise<void> {
  if (!(await hasHangul(browser))) throw new Error("The pictures need a font with Hangul (Debian: apt install fonts-nanum).");
  mkdirSync(FOLDER, { recursive: true });
  const options = { clock: stoppedClock, runNow: () => undefined };
  const checks = dayChecks();
  await using day = await serveBoard(
    checks,
    (add) => {
      fillWeekBefore(add, { check: CHECK, nowEpochMs: NOW_EPOCH_MS });
      fillDay(add, checks);
    },
    options,
  );
  for (const picture of PICTURES) await takePicture(browser, day, picture);
  await using thousand = await serveBoard(thousandChecks, fillThousand, options);
  await takePicture(browser, thousand, { name: "page-thousand" });
  await takeStatusPagePictures(browser, FOLDER);
  await takeTerminalPictures(browser, FOLDER);
}

if (!hasChromium) throw new Error(`The pictures need Chromium at ${whereChromium}.`);
const browser = await launchChromium();
try {
  await takePictures(browser);
} finally {
  await browser.close();
}
