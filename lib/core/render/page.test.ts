import { describe, expect, it } from "vitest";
import { aCheck, aDownOutcome, anOutcome } from "../../../test/kit/outcomes.ts";
import type { Story } from "../model/story.ts";
import { alertPreview, PREVIEW_TABS } from "./alert-preview.ts";
import { boardBody, boardOrder } from "./board.ts";
import { checkDetails } from "./check-details.ts";
import { buildHours } from "./hours.ts";
import type { Html } from "./html.ts";
import { checkPath, pageLink } from "./links.ts";
import { favicon, renderPage } from "./page.ts";
import { tabTitle } from "./state-badge.ts";
import { stateSentence } from "./state-sentence.ts";
import { buildTimeline } from "./timeline.ts";
import { type CheckDetailView, type CheckView, countStates, type DrawContext, groupViews, type ShownState } from "./view.ts";

const NOON = Date.UTC(2026, 10, 22, 12);
const HOSTILE = `</title><script>alert("1")</script>' onload="x" \u202Egnp.exe\u0000`;
const context: DrawContext = {
  ...{ deployment: HOSTILE, timezone: "Asia/Seoul", note: HOSTILE },
  ...{ language: "en", ownLanguage: "en", canRun: true },
};

function aView(id: string, state: ShownState, parts: Partial<CheckView> = {}): CheckView {
  const timeline = buildTimeline([], { bucketMs: 60_000, endEpochMs: NOON });
  return { check: aCheck({ id }), state, reason: "", timeline, response: { answers: 0 }, ...parts };
}

interface Shown {
  readonly reader?: DrawContext;
  readonly incidents?: readonly Story[];
  readonly drawer?: Html;
}

function pageOf(views: readonly CheckView[], { drawer, incidents = [], reader = context }: Shown = {}): string {
  const counts = countStates(views);
  const body = boardBody({ counts, groups: groupViews(views), incidents, ...(views[0] && { worst: views[0] }) }, reader);
  return renderPage({
    ...reader,
    ...{ counts, body, nonce: "abc", script: "", eventsPath: "/events?since=1&x=2", path: "/", parameters: {}, nowEpochMs: NOON },
    ...(drawer !== undefined && { drawer }),
  });
}

const hostileRun = aDownOutcome({
  phases: [{ phase: HOSTILE, ms: 12 }],
  facts: { [HOSTILE]: HOSTILE },
  breaches: [{ expected: HOSTILE, actual: HOSTILE }],
  evidence: {
    ...{ request: HOSTILE, address: HOSTILE, body: HOSTILE, redirects: [HOSTILE], notes: [HOSTILE] },
    certificate: { subject: HOSTILE, issuer: HOSTILE, names: [], validFrom: "", validTo: HOSTILE, daysLeft: 3, fingerprint: "" },
    attempts: [{ code: "connect-reset", message: HOSTILE, totalMs: 1 }],
    addresses: [{ address: HOSTILE, status: "down", totalMs: 1 }],
  },
});
const hostileStory: Story = {
  ...{ type: "down", deployment: HOSTILE, incident: HOSTILE, sequence: 1, severity: "critical", timezone: "Asia/Seoul" },
  ...{ toldAtEpochMs: NOON, sinceEpochMs: NOON, root: { kind: "host", name: HOSTILE }, alarmReason: HOSTILE, threads: [HOSTILE] },
  lead: { id: HOSTILE, title: HOSTILE, location: HOSTILE, outcome: hostileRun, repeat: HOSTILE, source: HOSTILE },
  diagnosis: {
    findings: [
      {
        ...{ cause: "component-down", layer: "target", confidence: "likely", with: { component: HOSTILE } },
        evidence: [{ line: "component", with: { text: HOSTILE } }],
      },
    ],
    ruledOut: [{ line: "location-fine", with: { location: HOSTILE } }],
    rejected: [{ cause: "rate-limited", because: { line: "said", with: { text: HOSTILE } } }],
  },
  ...{ members: [{ check: HOSTILE, topic: HOSTILE, sinceEpochMs: NOON }], memberCount: 2, fine: [HOSTILE], fineCount: 1 },
  links: { runbook: "https://wiki.acme.example/" },
};
const hostileView: CheckDetailView = {
  ...aView("acme/checkout", "down", { reason: HOSTILE, sinceEpochMs: NOON, nextDueEpochMs: NOON }),
  warning: { states: [HOSTILE], sinceEpochMs: NOON, evidence: [HOSTILE] },
  check: aCheck({ title: HOSTILE, runbook: "https://wiki.acme.example/", source: { file: HOSTILE, line: 1 } }),
  ...{ latest: hostileRun, run: hostileRun, repeat: HOSTILE, story: hostileStory, threads: [HOSTILE] },
  usual: [{ phase: HOSTILE, ms: 3 }],
  expectations: [{ expected: HOSTILE, actual: HOSTILE, result: "unmet" }],
  hours: buildHours([{ dueEpochMs: NOON, status: "up", latencyMs: 3 }], "UTC"),
  slowHours: { verdict: "no-pattern", days: 3 },
  failures: [aDownOutcome({ failure: { phase: "dns", code: "dns-not-found", message: HOSTILE } })],
  alarms: [{ alarm: HOSTILE, from: "OK", to: HOSTILE, atEpochMs: NOON, reason: HOSTILE }],
};
const drawers = (reader: DrawContext): Html[] => [
  checkDetails(hostileView, reader),
  ...PREVIEW_TABS.map((tab) => alertPreview({ check: hostileView.check, tab, story: hostileStory, isExample: true }, reader)),
];

describe("a page", () => {
  it.each(["en", "ko"] as const)(
    "turns no title, body, reason, fact, phase or cause from outside into markup (%s)",
    (language) => {
      for (const drawer of drawers({ ...context, language })) {
        const markup = pageOf([hostileView], { drawer, incidents: [hostileStory], reader: { ...context, language } });
        expect(markup.match(/<script/g)).toHaveLength(1);
        expect(markup).not.toMatch(/onload="/);
        expect(["\u0000", "\u202E"].filter((mark) => markup.includes(mark))).toEqual([]);
        expect(markup).toContain("&#60;script&#62;");
      }
    },
  );

  it("counts warnings, says what is known of each, and puts those who have one before those who do not", () => {
    const warning = { states: ["seems to leak"], sinceEpochMs: NOON, evidence: ["threads are at 412 and rising"] };
    const views = [aView("acme/login", "up"), aView("acme/sms", "up", { warning })];
    const markup = pageOf(views);
    expect(markup).toContain("All 2 checks are fine. 1 warning.");
    expect(markup).toMatch(/▲ WARNING seems to leak since 21:00 KST<.*threads are at 412 and rising/s);
    expect(groupViews(views)[0]?.checks.map(({ check }) => check.id)).toEqual(["acme/sms", "acme/login"]);
    expect(pageOf(views.slice(0, 1))).not.toContain("WARNING");
  });

  it("is the same for the same view", () => {
    expect(pageOf([hostileView])).toBe(pageOf([hostileView]));
  });

  it("closes every element that it opens", () => {
    const views = [hostileView, aView("acme/login", "up", { latest: anOutcome() })];
    const markup = drawers(context)
      .map((drawer) => pageOf(views, { drawer, incidents: [hostileStory] }))
      .join("");
    const names = [
      "table",
      "thead",
      "tbody",
      "tr",
      "th",
      "td",
      "section",
      "article",
      "aside",
      "svg",
      "dl",
      "div",
      "p",
      "span",
      "a",
      "ul",
      "li",
    ];
    for (const name of [
      ...names,
      "details",
      "summary",
      "button",
      "form",
      "label",
      "dialog",
      "header",
      "figure",
      "pre",
      "code",
      "nav",
    ]) {
      const count = (pattern: string) => markup.match(new RegExp(pattern, "g"))?.length ?? 0;
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

  it("tells runs of one minute apart where a check runs more often than that", () => {
    const runs = [0, 10_000].map((laterMs) => aDownOutcome({ startedAtEpochMs: NOON + laterMs }));
    const drawn = (everyMs: number) => {
      const view: CheckDetailView = {
        ...hostileView,
        check: aCheck({ everyMs }),
        failures: runs,
        run: aDownOutcome({ startedAtEpochMs: NOON }),
      };
      return checkDetails(view, { ...context, note: "" }).toString();
    };
    for (const moment of ["Sun 22 Nov 21:00:00 KST", "Sun 22 Nov 21:00:10 KST"])
      expect(drawn(10_000)).toContain(`>${moment}</a>`);
    expect(drawn(60_000)).toContain(">Sun 22 Nov 21:00 KST</a>");
  });

  it("leads to the details of a check whose id holds slashes", () => {
    expect(checkPath("acme-prod/api/v1.2")).toBe("/c/acme-prod/api/v1.2");
    expect(pageLink("/c/a", { ...context, language: "ko" }, { run: "1" })).toBe("/c/a?run=1&lang=ko");
    expect(pageLink("/c/a", context)).toBe("/c/a");
  });
});

describe("the list", () => {
  it("says in both languages what is wrong, in the words of every message", () => {
    const latest = aDownOutcome({ facts: { status: 503 } });
    const view = aView("acme/checkout", "down", { latest, reason: "-", sinceEpochMs: NOON });
    expect(pageOf([view])).toContain("<bdi>acme/checkout</bdi>: server answers 503, started 21:00 KST.");
    const korean = pageOf([view], { reader: { ...context, language: "ko" } });
    expect(korean).toContain("<bdi>acme/checkout</bdi>: 서버가 503 응답, 21:00 KST 시작.");
    expect(korean).toContain('<html lang="ko">');
    expect(korean).toContain('href="/c/acme/checkout?lang=ko"');
  });

  it("says that results have stopped coming, and that a fault was ours", () => {
    const stale = aView("acme/a", "none", { latest: anOutcome() });
    expect(pageOf([stale])).toContain("no run has ended for more than two intervals");
    const failure = { phase: "prober", code: "secret-unavailable", message: "the secret cannot be read" } as const;
    const ours = aView("acme/b", "none", { latest: anOutcome({ status: "unknown", failure }) });
    expect(pageOf([ours])).toMatch(/class="reason">[^<]*secret/);
  });

  it("names open incidents before the list, and nothing where there are none", () => {
    const view = aView("acme/login", "up");
    const { incident: _, ...rest } = hostileStory;
    const story: Story = { ...rest, incident: "k7f2", lead: { id: "acme/login", title: "Login", location: "local" } };
    expect(pageOf([view], { incidents: [story] })).toMatch(
      /<section id="incidents"><h2>Open incidents<.*href="\/c\/acme\/login".*k7f2/s,
    );
    expect(pageOf([view])).toContain('<section id="incidents" hidden>');
  });

  it("offers to run checks only where somebody runs them", () => {
    const view = aView("acme/login", "up");
    expect(pageOf([view])).toContain('<button class="run" form="run" name="check" value="acme/login"');
    expect(pageOf([view], { reader: { ...context, canRun: false } })).not.toContain("<button form=");
  });

  it("takes less than 300 KB for a hundred checks", () => {
    const slices = Array.from(
      { length: 72 },
      (_, at) => ({ startEpochMs: at, state: at % 3 === 0 ? "down" : "up", runs: 1 }) as const,
    );
    const timeline = { bucketMs: 60_000, buckets: slices };
    const views = Array.from({ length: 100 }, (_, at) =>
      aView(`acme-prod/service-${at}`, "down", { latest: aDownOutcome(), timeline }),
    );
    expect(Buffer.byteLength(pageOf(views))).toBeLessThan(300_000);
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
