/** The live page in a real browser: what it shows, and what clicks, keys and results do to it. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ServedBoard, serveBoard } from "./kit/boards.ts";
import {
  hasChromium,
  launchChromium,
  openPage,
  type PageOptions,
  type TestBrowser,
  type Watched,
  whereChromium,
} from "./kit/browser.ts";
import { weakTexts } from "./kit/contrast.ts";
import { aDownOutcome, anOutcome } from "./kit/outcomes.ts";
import { dayChecks, fillDay, outcomeAt } from "./kit/page-day.ts";

const title = hasChromium ? "the live page in Chromium" : `the live page (skipped: it needs Chromium at ${whereChromium})`;

/** Set to a folder to look at the pages. */
const PICTURES = process.env.BONGSU_PICTURES;
const HOSTILE = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
const checks = dayChecks(HOSTILE);

describe.skipIf(!hasChromium)(title, () => {
  let browser: TestBrowser;
  let served: ServedBoard;
  let asked: string[][];

  beforeAll(async () => {
    browser = await launchChromium();
    const runNow = (ids: readonly string[]) => asked.push([...ids]);
    served = await serveBoard(checks, (add) => fillDay(add, checks), { runNow });
    asked = [];
  });

  afterAll(async () => {
    await browser?.close();
    await served?.[Symbol.asyncDispose]();
  });

  /** Runs a scene on a page of its own; whatever it complains of, or asks of another place, fails the test. */
  async function scene(act: (page: Page) => Promise<void>, options: Partial<PageOptions> = {}): Promise<void> {
    const watched: Watched = await openPage(browser, { url: served.page.url, ...options });
    await act(watched.page);
    expect({ complaints: watched.complaints, foreign: watched.foreign }).toEqual({ complaints: [], foreign: [] });
    await watched.page.context().close();
  }

  async function picture(page: Page, name: string): Promise<void> {
    if (PICTURES === undefined) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: path.join(PICTURES, `${name}.png`) });
  }

  const focusedText = (page: Page) => page.evaluate("document.activeElement.textContent");

  describe("the list", () => {
    it.each(["light", "dark"] as const)("shows everything, bad ones first, in a %s theme", async (colorScheme) => {
      await scene(
        async (page) => {
          expect(await page.locator("h1").textContent()).toBe("1 down, 1 slow, 1 without data, 3 fine.");
          expect(await page.locator(".worst").textContent()).toMatch(/^결제 API: server answers 503, started \d\d:\d\d KST\.$/);
          expect(await page.title()).toBe("✕1 ◐1 ○1 bongsu");
          expect(await page.locator("summary strong").allTextContents()).toEqual(["acme-prod", "globex", "initech"]);
          expect(await page.locator("tr.check").first().textContent()).toContain("결제 API");
          await picture(page, colorScheme);
        },
        { colorScheme },
      );
    });

    it.each(["light", "dark"] as const)(
      "is readable: every text has a contrast of 4.5 in a %s theme, in the list and beside it",
      async (colorScheme) => {
        for (const path of ["/", "/c/acme-prod/checkout", "/preview/acme-prod/checkout?tab=sms"]) {
          await scene(
            async (page) => {
              await page.keyboard.press("j");
              expect(await weakTexts(page, 4.5)).toEqual([]);
            },
            { colorScheme, path },
          );
        }
      },
    );

    it("shows a hostile title as the text it is", async () => {
      await scene(async (page) => {
        expect(await page.locator('[data-check="globex/legacy"] a.open').textContent()).toBe(HOSTILE);
        expect(await page.locator("#board img").count()).toBe(0);
        expect(await page.title()).not.toContain("owned");
      });
    });

    it("is a table to those who cannot see it: groups, column heads, states in words", async () => {
      await scene(async (page) => {
        const tree = await page.locator("#board").ariaSnapshot();
        expect(tree).toMatch(
          /- table "acme-prod":\n\s+- rowgroup:\n\s+- row "State Check History Usual answer Last run Next run"/,
        );
        expect(tree).toContain('- columnheader "State"');
        expect(tree).toContain('- cell "DOWN"');
        expect(tree).toMatch(/- 'img "Last 24 h in 72 parts: \d+ down, \d+ fine\."'/);
        expect(tree).toMatch(/- img "dns 4 ms, connect 11 ms, tls 22 ms, server \d+ ms, transfer 3 ms"/);
        expect(tree).toContain('- button "Run Login now"');
      });
    });

    it("folds groups, and remembers it", async () => {
      await scene(async (page) => {
        await page.locator("#summary-globex").click();
        expect(await page.locator('[data-check="globex/search"]').isVisible()).toBe(false);
        await page.reload();
        expect(await page.locator('[data-check="globex/search"]').isVisible()).toBe(false);
        expect(await page.locator("#summary-globex").textContent()).toContain("1 slow, 1 fine");
      });
    });

    it("is complete without JavaScript, and offers nothing that needs it", async () => {
      await scene(
        async (page) => {
          expect(await page.locator("tr.check").count()).toBe(checks.length);
          expect(await page.locator(".needs-script:visible").count()).toBe(0);
          expect(await page.locator("time").first().textContent()).toMatch(/^next \d\d:\d\d:\d\d$/);
          await page.locator('[data-check="globex/search"] a.open').click();
          expect(await page.locator("#drawer h2").textContent()).toBe("Search");
          await page.getByRole("link", { name: "Preview the alert" }).click();
          await page.getByRole("link", { name: "SMS" }).click();
          expect(await page.locator("#drawer").textContent()).toContain(
            "Not sent by SMS: warnings and digests go by mail and Slack.",
          );
          await page.locator("#drawer a.close").click();
          expect(await page.locator("#drawer").isVisible()).toBe(false);
          asked = [];
          await page.locator('[data-check="acme-prod/login"] button').click();
          expect(asked).toEqual([["acme-prod/login"]]);
          expect(new URL(page.url()).pathname).toBe("/");
        },
        { javaScriptEnabled: false },
      );
    });

    it("fits a telephone, and a window zoomed to twice its size, without scrolling sideways", async () => {
      for (const viewport of [
        { width: 390, height: 844 },
        { width: 640, height: 430 },
      ]) {
        await scene(
          async (page) => {
            expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
            await picture(page, `narrow-${viewport.width}`);
            await page.locator('[data-check="acme-prod/checkout"] a.open').click();
            await page.locator("#drawer h2").waitFor();
            expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
          },
          { viewport },
        );
      }
    });

    it("speaks Korean by a link, and keeps speaking it", async () => {
      await scene(async (page) => {
        await page.locator('[data-check="globex/search"] a.open').click();
        await page.locator("#drawer h2").waitFor();
        await page.locator(".banner").getByRole("link", { name: "한국어" }).dispatchEvent("click");
        await page.locator("#drawer h2").filter({ hasText: "Search" }).waitFor();
        await page.locator("#drawer a.close").click();
        expect(await page.locator("html").getAttribute("lang")).toBe("ko");
        expect(await page.locator("h1").textContent()).toBe("장애 1, 지연 1, 데이터 없음 1, 정상 3.");
        await page.locator('[data-check="acme-prod/checkout"] a.open').click();
        await page.getByText("다음 할 일").waitFor();
        expect(await page.locator("#drawer").textContent()).toContain("서버가 직접 503을 응답합니다");
        await picture(page, "korean");
        served.add(outcomeAt("acme-prod/refunds", 3));
        await page.locator('[data-check="acme-prod/refunds"] time').filter({ hasText: "뒤" }).waitFor();
      });
    });
  });

  describe("one check", () => {
    it("opens beside the list by a click, at an address of its own; back closes it", async () => {
      await scene(async (page) => {
        await page.locator('[data-check="acme-prod/checkout"] a.open').click();
        await page.locator("#drawer h2").waitFor();
        expect(new URL(page.url()).pathname).toBe("/c/acme-prod/checkout");
        expect(await page.locator("tr.check").count()).toBe(checks.length);
        expect(await focusedText(page)).toBe("결제 API");
        await picture(page, "drawer");
        await page.goBack();
        await page.locator("#drawer").waitFor({ state: "hidden" });
        await page.goForward();
        await page.locator("#drawer h2").waitFor();
        await page.reload();
        expect(await page.locator("#drawer h2").textContent()).toBe("결제 API");
      });
    });

    it("gives the six answers in their order, with a cause and what speaks against others", async () => {
      await scene(
        async (page) => {
          const questions = await page.locator(".answers dt").allTextContents();
          expect(questions).toEqual(["What", "Since when", "Why", "How we know", "How wide", "What next"]);
          const answers = await page.locator(".answers").textContent();
          for (const told of [
            "expected status == 200, got 503",
            "runs failed",
            "The server itself answers 503",
            "Ruled out: DNS",
            "curl -sv",
          ])
            expect(answers).toContain(told);
          const rejected = page.locator("#drawer section").filter({ hasText: "Why not something else" });
          expect(await rejected.locator("tbody").textContent()).toMatch(/address-changed\d+ good runs went to the same address/);
        },
        { path: "/c/acme-prod/checkout" },
      );
    });

    it("shows the run against what is usual, every expectation with what came, request and answer, place and hours", async () => {
      await scene(
        async (page) => {
          const drawer = page.locator("#drawer");
          expect(await drawer.getByRole("img", { name: /^Where the time went: dns 4 ms/ }).count()).toBe(1);
          expect(await drawer.getByRole("row", { name: /^server \d+ ms \d+ ms [\d.]+$/ }).count()).toBe(1);
          expect(await drawer.getByRole("row", { name: "✕ did not hold status == 200 503" }).count()).toBe(1);
          expect(await drawer.getByRole("row", { name: /^– not judged total <= 500ms \d+ ms/ }).count()).toBe(1);
          for (const told of ["db pool exhausted", "203.0.113.7", "checks.yaml:14", "Secrets are masked."])
            expect(await drawer.textContent()).toContain(told);
          expect(await drawer.getByRole("img", { name: /^Response times by hour of the day/ }).count()).toBe(1);
        },
        { path: "/c/acme-prod/checkout" },
      );
    });

    it("shows an earlier run by its address", async () => {
      await scene(
        async (page) => {
          const failures = page.locator("#drawer section").filter({ hasText: "Last failures" });
          await failures.locator("a.open").nth(3).click();
          await page.getByText("Show the latest run").waitFor();
          expect(new URL(page.url()).search).toMatch(/^\?run=\d{13}$/);
          const ms = await page.getByRole("row", { name: /^total/ }).textContent();
          await page.reload();
          expect(await page.getByRole("row", { name: /^total/ }).textContent()).toBe(ms);
          await page.getByText("Show the latest run").click();
          await page.getByText("Show the latest run").waitFor({ state: "detached" });
        },
        { path: "/c/acme-prod/checkout" },
      );
    });

    it("copies the command that repeats the request", async () => {
      await scene(
        async (page) => {
          await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
          await page.getByRole("button", { name: "Copy" }).click();
          await page.getByText("Copied.").waitFor();
          expect(await page.evaluate("navigator.clipboard.readText()")).toBe(
            "curl -sv 'https://api.acme.example/acme-prod/checkout/health'",
          );
        },
        { path: "/c/acme-prod/checkout" },
      );
    });

    it("changes by itself, and leaves open what was open", async () => {
      await scene(
        async (page) => {
          await page.locator("#chart-data summary").click();
          served.add(aDownOutcome({ check: "acme-prod/checkout", totalMs: 4_321 }));
          await page.locator("#drawer").getByText("4.3 s").first().waitFor();
          expect(await page.locator("#chart-data[open]").count()).toBe(1);
          expect(await focusedText(page)).toBe("The numbers as a table");
          served.add(outcomeAt("acme-prod/checkout", 1));
          await page.locator("#drawer").getByText("4.3 s").first().waitFor({ state: "visible" });
        },
        { path: "/c/acme-prod/checkout" },
      );
    });
  });

  describe("the preview of an alert", () => {
    it("shows what is wrong now in every form with its counts, and examples of what has not happened", async () => {
      await scene(
        async (page) => {
          const drawer = page.locator("#drawer");
          expect(await drawer.textContent()).toContain("As it would be told now.");
          expect(await drawer.locator("h3").allTextContents()).toEqual([
            expect.stringMatching(/^Subject, \d+ of 99 characters$/),
            expect.stringMatching(/^E-mail, \d+ of 50 lines$/),
          ]);
          expect(await drawer.locator("pre").first().textContent()).toMatch(
            /^\[DOWN\] acme-prod\/checkout: server answers 503 since/,
          );
          await drawer.getByRole("link", { name: "SMS" }).click();
          await drawer.getByText(/^SMS in Korean, \d+ of 55 UCS-2$/).waitFor();
          await drawer.getByRole("link", { name: "Slack" }).click();
          await drawer.getByText(/^Title, \d+ of 250 characters$/).waitFor();
          await drawer.getByRole("link", { name: "Resolved" }).click();
          await drawer.getByText("An example: nothing of this happened.").waitFor();
          expect(await drawer.locator("pre").first().textContent()).toMatch(/^\[OK\]/);
          await drawer.getByRole("link", { name: "Digest" }).click();
          await drawer.getByText(/^\[DIGEST\]/).waitFor();
          await drawer.getByRole("link", { name: "한국어" }).click();
          await drawer.getByText(/^\[요약\]/).waitFor();
          await drawer.getByRole("link", { name: "English" }).click();
          expect(await drawer.getByRole("button", { name: "Send to my channels" }).isDisabled()).toBe(true);
          expect(await drawer.locator("#why-not-send").textContent()).toContain("Not from this computer");
        },
        { path: "/preview/acme-prod/checkout" },
      );
    });
  });

  describe("the keys", () => {
    it("j and k move, Enter opens, j goes on beside the list, Esc closes and gives the focus back", async () => {
      await scene(async (page) => {
        await page.keyboard.press("j");
        expect(await focusedText(page)).toBe("결제 API");
        await page.keyboard.press("j");
        await page.keyboard.press("j");
        await page.keyboard.press("k");
        expect(await focusedText(page)).toBe("Login");
        await page.locator(":focus").dispatchEvent("keydown", { key: "ㅏ", code: "KeyK", bubbles: true });
        expect(await focusedText(page)).toBe("결제 API");
        await page.keyboard.press("j");
        await page.keyboard.press("Enter");
        await page.locator("#drawer h2").filter({ hasText: "Login" }).waitFor();
        await page.keyboard.press("j");
        await page.locator("#drawer h2").filter({ hasText: "Refunds" }).waitFor();
        expect(await page.locator('tr[aria-current="true"]').getAttribute("data-check")).toBe("acme-prod/refunds");
        await page.keyboard.press("Escape");
        await page.locator("#drawer").waitFor({ state: "hidden" });
        expect(await focusedText(page)).toBe("Refunds");
        expect(new URL(page.url()).pathname).toBe("/");
      });
    });

    it("f shows what is not OK, / finds, Esc forgets what was to be found", async () => {
      await scene(async (page) => {
        const shown = () => page.locator("tr.check:visible").count();
        await page.keyboard.press("f");
        expect(await shown()).toBe(3);
        expect(await page.locator("#shown").textContent()).toBe("3 shown");
        await page.keyboard.press("f");
        await page.keyboard.press("/");
        await page.keyboard.type("search f j");
        expect(await shown()).toBe(0);
        for (let i = 0; i < 4; i += 1) await page.keyboard.press("Backspace");
        expect(await page.locator("tr.check:visible").getAttribute("data-check")).toBe("globex/search");
        expect(await page.locator(".group:visible").count()).toBe(1);
        await page.keyboard.press("Escape");
        expect(await shown()).toBe(checks.length);
      });
    });

    it("r runs the chosen check, or all; p previews; ? explains; letters with Ctrl are left alone", async () => {
      await scene(async (page) => {
        asked = [];
        await page.keyboard.press("r");
        await page.getByText("It will run now.").waitFor();
        await page.keyboard.press("j");
        await page.keyboard.press("r");
        await expect.poll(() => asked).toEqual([checks.map(({ id }) => id), ["acme-prod/checkout"]]);
        await page.keyboard.press("p");
        await page.getByText("Alert preview: 결제 API").waitFor();
        await page.keyboard.press("Escape");
        await page.keyboard.press("Control+j");
        await page.keyboard.press("?");
        expect(await page.locator("#help kbd").allTextContents()).toEqual([
          "j",
          "k",
          "Enter",
          "Esc",
          "f",
          "/",
          "r",
          "p",
          "t",
          "?",
        ]);
        await page.keyboard.press("Escape");
        expect(await page.locator("#help").isVisible()).toBe(false);
      });
    });

    it("t changes the theme, which stays after a reload", async () => {
      await scene(async (page) => {
        const ground = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
        const light = await ground();
        await page.keyboard.press("t");
        expect(await ground()).toBe(light);
        await page.keyboard.press("t");
        expect(await ground()).not.toBe(light);
        expect(await page.locator("#theme").textContent()).toBe("Theme: dark");
        const dark = await ground();
        await page.reload();
        expect(await ground()).toBe(dark);
        await page.keyboard.press("t");
        expect(await ground()).toBe(light);
      });
    });
  });

  describe("live", () => {
    it("changes by itself when a result comes, sorts itself anew and keeps the focus", async () => {
      await scene(async (page) => {
        await page.locator('[data-check="acme-prod/login"] a.open').focus();
        served.add(aDownOutcome({ check: "acme-prod/login" }));
        await page.locator('.down[data-check="acme-prod/login"]').waitFor();
        expect(await page.title()).toBe("✕2 ◐1 ○1 bongsu");
        expect(await page.locator("#summary-acme-prod").textContent()).toContain("2 down, 1 fine");
        expect(await focusedText(page)).toBe("Login");
        served.add(anOutcome({ check: "acme-prod/checkout" }));
        await page.locator('.up[data-check="acme-prod/checkout"]').waitFor();
        expect(await page.locator("tr.check").first().getAttribute("data-check")).toBe("acme-prod/login");
        expect(await focusedText(page)).toBe("Login");
        served.add(outcomeAt("acme-prod/login", 100));
        served.add(outcomeAt("acme-prod/checkout", 1));
        await page.locator('.up[data-check="acme-prod/login"]').waitFor();
      });
    });

    it("tells in the tab how it stands: by its title, and by the shape of its icon", async () => {
      await using other = await serveBoard(checks.slice(0, 1), (add) => add(anOutcome({ check: "acme-prod/checkout" })));
      const { page } = await openPage(browser, { url: other.page.url });
      const icon = async () => decodeURIComponent((await page.locator("#favicon").getAttribute("href")) ?? "");
      expect([await page.title(), /[●◐✕○]/.exec(await icon())?.[0]]).toEqual(["bongsu", "●"]);
      other.add(aDownOutcome({ check: "acme-prod/checkout" }));
      await page.locator("tr.down").waitFor();
      expect([await page.title(), /[●◐✕○]/.exec(await icon())?.[0]]).toEqual(["✕1 bongsu", "✕"]);
      await page.context().close();
    });

    it("says that it is cut off when the process ends, instead of showing an old state as the present one", async () => {
      await using other = await serveBoard(checks);
      const { page } = await openPage(browser, { url: other.page.url });
      await other.page.close();
      await page.locator("body.is-lost .lost").waitFor();
      expect(await page.locator(".lost").isVisible()).toBe(true);
      await page.context().close();
    });
  });
});
