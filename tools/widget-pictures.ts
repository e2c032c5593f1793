/** Pictures of what the widget draws on a CloudWatch dashboard, made in a real browser of checks that are made up. Korean needs a font with Hangul (Debian: fonts-nanum). */
import { join } from "node:path";
import { hasChromium, launchChromium, type TestBrowser, whereChromium } from "../test/kit/browser.ts";
import {
  aClosedIncident,
  aContext,
  anOpenIncident,
  ask,
  asPage,
  aWidgetManifest,
  DAY_CHECKS,
  dayRuns,
  madeUpHistory,
} from "../test/kit/widget.ts";

const FOLDER = join(import.meta.dirname, "../docs/images");

interface Picture {
  readonly name: string;
  readonly event: object;
  readonly widthPx: number;
}

const PICTURES: readonly Picture[] = [
  { name: "widget-overview", event: { view: "overview", widgetContext: aContext() }, widthPx: 1_200 },
  {
    name: "widget-dark-korean",
    event: { view: "overview", widgetContext: aContext({ theme: "dark", locale: "ko" }) },
    widthPx: 1_200,
  },
  {
    name: "widget-incident",
    event: { view: "check", check: "acme-prod/checkout", widgetContext: aContext({ theme: "dark" }) },
    widthPx: 900,
  },
  { name: "widget-incidents", event: { view: "incidents", widgetContext: aContext() }, widthPx: 1_200 },
  { name: "widget-check", event: { view: "check", check: "globex/search", widgetContext: aContext() }, widthPx: 900 },
];

async function takePicture(browser: TestBrowser, { name, event, widthPx }: Picture): Promise<void> {
  const page = await browser.newPage({ viewport: { width: widthPx, height: 200 } });
  const readIncidents = async () => [anOpenIncident(), aClosedIncident()];
  const manifest = aWidgetManifest(DAY_CHECKS, { sameHost: [["acme-prod/checkout", "acme-prod/login"]] });
  const drawn = await ask(event, { manifest, history: madeUpHistory(dayRuns), readIncidents });
  await page.setContent(asPage(drawn));
  const path = join(FOLDER, `${name}.png`);
  await page.locator(".bongsu").screenshot({ path });
  await page.close();
  console.log(path);
}

if (!hasChromium) throw new Error(`The pictures need Chromium at ${whereChromium}.`);
const browser = await launchChromium();
try {
  for (const picture of PICTURES) await takePicture(browser, picture);
} finally {
  await browser.close();
}
