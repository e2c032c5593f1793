import { describe, expect, it } from "vitest";
import { aCheck, aDownOutcome, anOutcome } from "../../../test/kit/outcomes.ts";
import { boardBody, boardOrder } from "./board.ts";
import { checkDetails } from "./check-details.ts";
import { checkPath } from "./check-row.ts";
import { favicon, renderPage } from "./page.ts";
import { tabTitle } from "./state-badge.ts";
import { stateSentence } from "./state-sentence.ts";
import { buildTimeline } from "./timeline.ts";
import { type CheckDetailView, type CheckView, countStates, groupViews, type ShownState } from "./view.ts";

const NOON = Date.UTC(2026, 10, 22, 12);
const HOSTILE = `</title><script>alert("1")</script>' onload="x" \u202Egnp.exe\u0000`;
const context = { deployment: HOSTILE, timezone: "Asia/Seoul" };

function aView(id: string, state: ShownState, parts: Partial<CheckView> = {}): CheckView {
  const timeline = buildTimeline([], { bucketMs: 60_000, endEpochMs: NOON });
  return { check: aCheck({ id }), state, reason: "", timeline, response: { answers: 0 }, ...parts };
}

function pageOf(views: readonly CheckView[]): string {
  const counts = countStates(views);
  const body = boardBody({ counts, groups: groupViews(views), ...(views[0] && { worst: views[0] }) }, context);
  return renderPage({
    deployment: context.deployment,
    counts,
    body,
    nonce: "abc",
    script: "",
    eventsPath: "/events?since=1&x=2",
  });
}

const hostileView: CheckDetailView = {
  ...aView("acme/checkout", "down", { reason: HOSTILE, sinceEpochMs: NOON }),
  check: aCheck({ title: HOSTILE, runbook: "https://wiki.acme.example/" }),
  latest: aDownOutcome({
    phases: [{ phase: HOSTILE, ms: 12 }],
    facts: { [HOSTILE]: HOSTILE },
    breaches: [{ expected: HOSTILE, actual: HOSTILE }],
    evidence: { request: HOSTILE, body: HOSTILE, redirects: [HOSTILE] },
  }),
  failures: [aDownOutcome({ failure: { phase: "dns", code: "dns-not-found", message: HOSTILE } })],
  alarms: [{ alarm: HOSTILE, from: "OK", to: HOSTILE, atEpochMs: NOON, reason: HOSTILE }],
};

describe("a page", () => {
  it("turns no title, body, reason, fact or phase from outside into markup", () => {
    for (const markup of [pageOf([hostileView]), checkDetails(hostileView, context).toString()]) {
      expect(markup.match(/<script/g) ?? []).toHaveLength(markup.includes("<html") ? 1 : 0);
      expect(markup).not.toMatch(/onload="/);
      expect(["\u0000", "\u202E"].filter((mark) => markup.includes(mark))).toEqual([]);
      expect(markup).toContain("&#60;script&#62;");
    }
  });

  it("is the same for the same view", () => {
    expect(pageOf([hostileView])).toBe(pageOf([hostileView]));
  });

  it("closes every element that it opens", () => {
    const markup = pageOf([hostileView, aView("acme/login", "up", { latest: anOutcome() })]);
    const details = checkDetails(hostileView, context).toString();
    for (const name of ["table", "tbody", "tr", "td", "section", "article", "svg", "dl", "div", "p", "span", "a"]) {
      const count = (pattern: string) => (markup + details).match(new RegExp(pattern, "g"))?.length ?? 0;
      expect([name, count(`<${name}[ >]`)]).toEqual([name, count(`</${name}>`)]);
    }
  });

  it("lists groups and checks worst first, and sorts an open page the same way", () => {
    const views = [
      aView("a/fine", "up"),
      aView("a/slow", "slow"),
      aView("b/down", "down"),
      aView("b/none", "none"),
      aView("b/fine", "up"),
    ];
    const groups = groupViews(views);
    expect(groups.map(({ group, checks }) => [group, checks.map(({ check }) => check.id)])).toEqual([
      ["b", ["b/down", "b/none", "b/fine"]],
      ["a", ["a/slow", "a/fine"]],
    ]);
    const ids = boardOrder({ counts: countStates(views), groups }).flatMap(([parent, children]) => [parent, ...children]);
    const markup = pageOf(views);
    expect(ids.every((id) => markup.includes(`id="${id}"`))).toBe(true);
  });

  it("leads to the details of a check whose id holds slashes", () => {
    expect(checkPath("acme-prod/api/v1.2")).toBe("/c/acme-prod/api/v1.2");
  });
});

describe("the state sentence", () => {
  it.each([
    [{ down: 1, slow: 1, none: 0, up: 3 }, "1 down, 1 slow, 3 fine.", "✕1 ◐1 bongsu"],
    [{ down: 0, slow: 0, none: 2, up: 3 }, "2 without data, 3 fine.", "○2 bongsu"],
    [{ down: 0, slow: 0, none: 0, up: 5 }, "All 5 checks are fine.", "bongsu"],
    [{ down: 0, slow: 0, none: 0, up: 1 }, "The one check is fine.", "bongsu"],
    [{ down: 0, slow: 0, none: 0, up: 0 }, "Nothing is checked yet.", "bongsu"],
  ])("of %o is %s", (counts, sentence, title) => {
    expect(stateSentence(counts)).toBe(sentence);
    expect(tabTitle(counts)).toBe(title);
  });

  it("has an icon that changes its shape with the worst state", () => {
    const icons = [{ down: 1 }, { slow: 1 }, { none: 1 }, { up: 1 }].map((part) =>
      favicon({ down: 0, slow: 0, none: 0, up: 0, ...part }),
    );
    expect(new Set(icons.map((icon) => /%3E([^%]*%[^%]*%[^%]*%[^%]*)%3C%2Ftext/.exec(icon)?.[1])).size).toBe(4);
  });
});
