/** Pictures of a status page for the documents, of services that are made up. */
import { join } from "node:path";
import { openPage, type PageOptions, type TestBrowser } from "../test/kit/browser.ts";
import { aBadDay, NOW_EPOCH_MS, serveStatusPage } from "../test/kit/status-pages.ts";

const PICTURES: readonly (Partial<PageOptions> & { readonly name: string })[] = [
  { name: "status-page", path: "/index.html" },
  { name: "status-page-dark-korean", path: "/ko.html", colorScheme: "dark" },
];

/** On a computer whose clock stands at the minute that is made up: to any other the page would be old. */
export async function takeStatusPagePictures(browser: TestBrowser, folder: string): Promise<void> {
  await using served = await serveStatusPage(aBadDay());
  for (const { name, path, ...options } of PICTURES) {
    const { page } = await openPage(browser, {
      url: "about:blank",
      path: "",
      viewport: { width: 900, height: 1_000 },
      ...options,
    });
    await page.clock.setFixedTime(NOW_EPOCH_MS);
    await page.goto(`${served.url}${path}`);
    const picture = join(folder, `${name}.png`);
    await page.screenshot({ path: picture });
    await page.context().close();
    console.log(picture);
  }
}
