/** What the page says without colour: in grey, and with every colour the same. */
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { heartbeatRow } from "../lib/core/render/heartbeat-row.ts";
import { hourMap } from "../lib/core/render/hour-map.ts";
import { buildHours } from "../lib/core/render/hours.ts";
import { phaseBar } from "../lib/core/render/phase-bar.ts";
import { stateBadge } from "../lib/core/render/state-badge.ts";
import { styles } from "../lib/core/render/styles.ts";
import { SHOWN_STATES, type Timeline } from "../lib/core/render/view.ts";
import { waterfall } from "../lib/core/render/waterfall.ts";
import { hasChromium, launchChromium, type TestBrowser } from "./kit/browser.ts";

const ONE_COLOUR = "* { color: #555 !important; }";
const HOUR_MS = 3_600_000;
const phases = ["dns", "connect", "tls", "server"].map((phase) => ({ phase, ms: 100 }));

function timelineOf(state: (typeof SHOWN_STATES)[number]): Timeline {
  return { bucketMs: 60_000, buckets: Array.from({ length: 12 }, (_, at) => ({ startEpochMs: at * 60_000, state, runs: 1 })) };
}

describe.skipIf(!hasChromium)("shapes", () => {
  let browser: TestBrowser;
  let page: Page;

  beforeAll(async () => {
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 600, height: 400 } });
  });

  afterAll(async () => {
    await browser?.close();
  });

  /** A picture of each drawing, each at the same place, all in one colour. */
  async function pictures(drawings: readonly unknown[]): Promise<string[]> {
    const taken: string[] = [];
    for (const drawing of drawings) {
      await page.setContent(
        `<style>${styles}${ONE_COLOUR}</style><div style="width:400px;height:300px;overflow:hidden">${String(drawing)}</div>`,
      );
      taken.push((await page.locator("div").first().screenshot()).toString("base64"));
    }
    return taken;
  }

  it("tell the four states apart in badges, even without their words", async () => {
    const icons = SHOWN_STATES.map((state) => String(stateBadge(state, "en")).replace(/[A-Z ]+<\/span>$/, "</span>"));
    expect(new Set(await pictures(icons)).size).toBe(4);
  });

  it("tell the four states apart in a heartbeat row", async () => {
    expect(new Set(await pictures(SHOWN_STATES.map((state) => heartbeatRow(timelineOf(state), "en")))).size).toBe(4);
  });

  it("tell every level of an hour apart", async () => {
    const usual = Array.from({ length: 9 }, (_, hour) => ({ dueEpochMs: hour * HOUR_MS, status: "up", latencyMs: 100 }) as const);
    const at = { dueEpochMs: 12 * HOUR_MS };
    const levels = [
      buildHours(usual, "UTC"),
      buildHours([...usual, { ...at, status: "up", latencyMs: 100 }], "UTC"),
      buildHours([...usual, { ...at, status: "up", latencyMs: 150 }], "UTC"),
      buildHours([...usual, { ...at, status: "up", latencyMs: 300 }], "UTC"),
      buildHours([...usual, { ...at, status: "down" }], "UTC"),
    ];
    const verdict = { verdict: "no-pattern", days: 1 } as const;
    expect(new Set(await pictures(levels.map((table) => hourMap(table, { verdict, language: "en" })))).size).toBe(5);
  });

  it("show where one phase ends and the next begins", async () => {
    const [whole] = await pictures([phaseBar([{ phase: "server", ms: 400 }], "en")]);
    const [parted] = await pictures([phaseBar(phases, "en")]);
    expect(parted).not.toBe(whole);
  });

  it("show this run against the usual one", async () => {
    const options = { totalMs: 400, language: "en" } as const;
    const usual = phases.map(({ phase }) => ({ phase, ms: 30 }));
    expect(
      new Set(await pictures([waterfall(phases, { ...options, usual: [] }), waterfall(phases, { ...options, usual })])).size,
    ).toBe(2);
  });
});
