/** The real page and the real widget for those who see no colours, use no mouse or want no movement; and the page where there is nothing to show. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Site } from "../lib/local/page-reader.ts";
import { type ServedBoard, serveBoard } from "./kit/boards.ts";
import { hasChromium, launchChromium, openPage, type PageOptions, type TestBrowser } from "./kit/browser.ts";
import { weakTexts } from "./kit/contrast.ts";
import { aCheck, aDownOutcome } from "./kit/outcomes.ts";
import { dayChecks, fillDay } from "./kit/page-day.ts";
import { difference, type Shape, seeGrey, shapeOf } from "./kit/shapes.ts";
import { aContext, ask, asPage, aWidgetManifest, DAY_CHECKS, dayRuns, madeUpHistory } from "./kit/widget.ts";

const STATES = ["up", "slow", "down", "none"] as const;
/** A different letter of the same font differs by about as much. */
const DIFFERENCE_MIN = 0.25;
const PROBLEM = ["checks.yaml:4:20  unit-missing  10 has no unit.", " > 4 | every: 10", "     |        ^^", "  fix  Write 10s."];

describe.skipIf(!hasChromium)("the page", () => {
  let browser: TestBrowser;
  let served: ServedBoard;
  let eye: Page;

  beforeAll(async () => {
    browser = await launchChromium();
    eye = await browser.newPage();
    const checks = dayChecks();
    served = await serveBoard(checks, (add) => fillDay(add, checks), { runNow: () => undefined });
  });

  afterAll(async () => {
    await browser?.close();
    await served?.[Symbol.asyncDispose]();
  });

  /** Whatever it complains of, or asks of another place, fails the test. */
  async function scene(act: (page: Page) => Promise<void>, options: Partial<PageOptions> = {}): Promise<void> {
    const { page, complaints, foreign } = await openPage(browser, { url: served.page.url, ...options });
    await act(page);
    expect({ complaints, foreign }).toEqual({ complaints: [], foreign: [] });
    await page.context().close();
  }

  interface Seen {
    readonly word: string;
    readonly icon: Shape;
  }

  /** The states, each by the first row that is in it, in grey. */
  async function lookAt(page: Page, row: string): Promise<Seen[]> {
    await seeGrey(page);
    return await Promise.all(
      STATES.map(async (state) => {
        const badge = page.locator(`${row} .badge.${state}`).first();
        const icon = badge.locator(".icon");
        const word = ((await badge.textContent()) ?? "").replace((await icon.textContent()) ?? "", "");
        return { word, icon: await shapeOf(icon, eye) };
      }),
    );
  }

  function expectToldApart(seen: readonly Seen[]): void {
    expect(seen.map(({ word }) => word)).toEqual(["OK", "SLOW", "DOWN", "NO DATA"]);
    const pairs = seen.flatMap((one, at) => seen.slice(at + 1).map((other) => ({ one, other })));
    const alike = pairs.filter(({ one, other }) => difference(one.icon, other.icon) < DIFFERENCE_MIN);
    expect(alike.map(({ one, other }) => [one.word, other.word])).toEqual([]);
  }

  describe("without colour", () => {
    it.each(["light", "dark"] as const)("has a word and a shape for each state, in a %s theme", async (colorScheme) => {
      await scene(async (page) => expectToldApart(await lookAt(page, "tr.check")), { colorScheme });
    });

    it.each(["light", "dark"])("acceptance 7: the widget has a word and a shape for each state, in a %s theme", async (theme) => {
      const page = await browser.newPage({ viewport: { width: 1_200, height: 900 } });
      const asked = { view: "overview", widgetContext: aContext({ theme }) };
      const drawn = await ask(asked, { manifest: aWidgetManifest(DAY_CHECKS), history: madeUpHistory(dayRuns) });
      await page.setContent(asPage(drawn));
      expectToldApart(await lookAt(page, "tr"));
      await page.close();
    });

    it("is looked at by an eye that tells shapes from shades", async () => {
      const page = await browser.newPage();
      const draw = async (markup: string) => {
        await page.setContent(`<div style="font:20px monospace;width:24px">${markup}</div>`);
        return await shapeOf(page.locator("div"), eye);
      };
      const [dark, pale, other] = [await draw("●"), await draw('<b style="font-weight:400;color:#666">●</b>'), await draw("✕")];
      expect(difference(dark, pale)).toBeLessThan(0.2);
      expect(difference(dark, other)).toBeGreaterThan(DIFFERENCE_MIN);
      await page.close();
    });
  });

  describe("without a mouse", () => {
    const FOCUSED = `(() => {
      const { activeElement: focused } = document;
      const { outlineStyle, outlineWidth } = getComputedStyle(focused);
      return { index: [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")].indexOf(focused), outlineStyle, outlineWidth };
    })()`;
    const REACHABLE = `[...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")].flatMap((element, index) => element.checkVisibility() && !element.disabled ? [index] : [])`;

    interface Focused {
      readonly index: number;
      readonly outlineStyle: string;
      readonly outlineWidth: string;
    }

    it.each(["/", "/c/acme-prod/checkout"])("reaches everything on %s by the tabulator, and shows where it is", async (path) => {
      await scene(
        async (page) => {
          const reachable = await page.evaluate<number[]>(REACHABLE);
          const reached = new Set<number>();
          for (let step = 0; step < reachable.length + 2; step += 1) {
            await page.keyboard.press("Tab");
            const { index, outlineStyle, outlineWidth } = await page.evaluate<Focused>(FOCUSED);
            if (index === -1) continue;
            reached.add(index);
            expect({ index, outlineStyle, outlineWidth }).toEqual({ index, outlineStyle: "solid", outlineWidth: "3px" });
          }
          expect(reachable.filter((index) => !reached.has(index))).toEqual([]);
        },
        { path },
      );
    });

    it("tells nothing only to those who hover", async () => {
      await scene(
        async (page) => {
          expect(await page.locator("[title]").count()).toBe(0);
          const onHover = `[...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter(({ selectorText = "" }) => selectorText.includes(":hover")).flatMap(({ style }) => [...style])`;
          expect(await page.evaluate<string[]>(onHover)).toEqual(["text-decoration-color"]);
        },
        { path: "/c/acme-prod/checkout" },
      );
    });
  });

  it("moves nothing for those who want no movement", async () => {
    const moving = `[...document.querySelectorAll("*")].filter((element) => [getComputedStyle(element).transitionDuration, getComputedStyle(element).animationDuration].some((duration) => !/^0s(, 0s)*$/.test(duration))).length`;
    await scene(async (page) => expect(await page.evaluate(moving)).toBeGreaterThan(0));
    await scene(async (page) => expect(await page.evaluate(moving)).toBe(0), { reducedMotion: "reduce" });
  });

  it("has a sentence beside every picture, and the numbers in a table", async () => {
    await scene(
      async (page) => {
        const charts = page.locator("#drawer svg[role=img]");
        expect(await charts.count()).toBe(4);
        for (const label of await charts.evaluateAll((all) => all.map((one) => one.getAttribute("aria-label")))) {
          expect(label).toMatch(/\S+ \S+ \S+/);
        }
        const drawer = await page.locator("#drawer").textContent();
        for (const sentence of [
          "Most of it: server",
          "Last 24 h in 72 parts",
          "Response time of the last 24 h",
          "Too little history",
        ]) {
          expect(drawer).toContain(sentence);
        }
        expect(await page.locator("#drawer details > table").count()).toBe(3);
      },
      { path: "/c/acme-prod/checkout" },
    );
  });

  describe("where there is nothing to show, or something is wrong with the file", () => {
    const address = "https://api.acme.example/health";
    const tried = async () => {
      const check = aCheck({ id: "api.acme.example/health", target: { url: address, ip: "any" } });
      return { address, check, outcome: aDownOutcome({ check: check.id, startedAtEpochMs: Date.now(), facts: { status: 503 } }) };
    };

    /** Another page of its own, which shows this. */
    async function sceneOf(
      part: Partial<Site>,
      act: (page: Page) => Promise<void>,
      options: Partial<PageOptions> = {},
    ): Promise<void> {
      await using empty = await serveBoard([]);
      empty.page.show({ board: empty.board, context: { deployment: "acme", timezone: "Asia/Seoul" }, ...part });
      await scene(act, { url: empty.page.url, ...options });
    }

    it("has one field for an address, and shows what Enter brings with the way to keep it", async () => {
      await sceneOf({ tryAddress: tried }, async (page) => {
        expect(await page.locator("h1").textContent()).toBe("Nothing is checked yet.");
        expect(await page.locator("main input:visible").count()).toBe(1);
        await page.getByLabel("Address to check").fill(address);
        await page.keyboard.press("Enter");
        await page.locator("#drawer h2").filter({ hasText: address }).waitFor();
        const told = await page.locator("#drawer").textContent();
        for (const part of ["DOWN", "The server itself answers 503", "npx bongsu init", `http: "${address}"`])
          expect(told).toContain(part);
        expect(new URL(page.url()).searchParams.get("url")).toBe(address);
        await page.keyboard.press("Escape");
        await page.locator("#drawer").waitFor({ state: "hidden" });
        await page.goBack();
        await page.locator("#drawer h2").filter({ hasText: address }).waitFor();
      });
    });

    it("does the same without JavaScript, and in Korean", async () => {
      await sceneOf(
        { tryAddress: tried },
        async (page) => {
          await page.getByLabel("확인할 주소").fill(address);
          await page.keyboard.press("Enter");
          await page.locator("#drawer h2").filter({ hasText: address }).waitFor();
          expect(await page.locator("html").getAttribute("lang")).toBe("ko");
          expect(await page.locator("#drawer").textContent()).toContain("서버가 직접 503을 응답합니다");
        },
        { path: "/?lang=ko", javaScriptEnabled: false },
      );
    });

    it("shows an address that cannot be run as the text it is, with the reason", async () => {
      const refuse = async () => ({ refusal: "An address begins with http://, https:// or tcp://." });
      await sceneOf({ tryAddress: refuse }, async (page) => {
        await page.getByLabel("Address to check").fill("<img src=x onerror=alert(1)>");
        await page.keyboard.press("Enter");
        await page.getByText("An address begins with").waitFor();
        expect(await page.locator("#drawer h2").textContent()).toBe("<img src=x onerror=alert(1)>");
      });
    });

    it.each(["light", "dark"] as const)("is readable: every text has a contrast of 4.5 in a %s theme", async (colorScheme) => {
      const broken = { file: "checks.yaml", problems: [PROBLEM.join("\n")], hasChecks: false };
      for (const path of ["/", `/try?url=${address}`]) {
        await sceneOf({ tryAddress: tried, broken }, async (page) => expect(await weakTexts(page, 4.5)).toEqual([]), {
          path,
          colorScheme,
        });
      }
    });

    it("shows what is wrong with a file line by line, below each other as in the terminal, and at once to open pages", async () => {
      await using other = await serveBoard(dayChecks());
      await scene(
        async (page) => {
          const site = { board: other.board, context: { deployment: "acme", timezone: "UTC" } };
          other.page.show({ ...site, broken: { file: "checks.yaml", problems: [PROBLEM.join("\n")], hasChecks: true } });
          await page.getByRole("alert").waitFor();
          expect((await page.locator("#broken pre").innerText()).split("\n")).toEqual(PROBLEM);
          expect(await page.locator("tr.check").count()).toBe(6);
          other.page.show(site);
          await page.getByRole("alert").waitFor({ state: "detached" });
        },
        { url: other.page.url },
      );
    });
  });
});
