import { describe, expect, it } from "vitest";
import {
  aContext,
  anOpenIncident,
  ask,
  aWidgetCheck,
  aWidgetManifest,
  DAY_CHECKS,
  dayRuns,
  FUNCTION_ARN,
  madeUpHistory,
  NOW_EPOCH_MS,
  type RunOf,
} from "../../../test/kit/widget.ts";
import { markupFaults } from "../../../test/kit/widget-markup.ts";
import type { Incident } from "../model/incident.ts";
import type { MetricHistory } from "../ports.ts";
import { ROWS_MAX } from "./read-rows.ts";

const OVERVIEW = { view: "overview", widgetContext: aContext() };
const CHECKOUT = { view: "check", check: "acme-prod/checkout", widgetContext: aContext() };
const day = aWidgetManifest(DAY_CHECKS);
const broken: MetricHistory = { read: async (queries) => queries.map(() => ({ unavailable: "AccessDenied: no" })) };

describe("the overview", () => {
  it("draws one row a check, the worst first, and says it in a sentence", async () => {
    const drawn = await ask(OVERVIEW, { manifest: day, history: madeUpHistory(dayRuns) });
    expect(titlesIn(drawn)).toEqual(["결제 API", "Search", "VPN health", "Login", "Refunds", "globex/legacy"]);
    expect(drawn).toContain("1 down, 1 slow, 1 without data, 3 fine.");
    expect(drawn.match(/class="heartbeat"/g)).toHaveLength(6);
  });

  it("tells the time of its slices in the viewer's zone and the usual time of each check", async () => {
    const drawn = await ask(OVERVIEW, { manifest: day, history: madeUpHistory(dayRuns) });
    expect(textOf(drawn)).toContain("Sun 22 Nov 11:40 KST to 17:40 KST. Each mark is 5 min and shows the worst run in it.");
    expect(textOf(drawn)).toMatch(/Login.*?\d+ ms/s);
    const utc = aContext({ timezone: { label: "UTC", offsetISO: "+00:00", offsetInMinutes: 0 } });
    const drawnUtc = await ask({ view: "overview", widgetContext: utc }, { manifest: day, history: madeUpHistory(dayRuns) });
    expect(textOf(drawnUtc)).toContain("Sun 22 Nov 02:40 UTC to 08:40 UTC");
  });

  it("opens a check's own picture from its name, by CloudWatch's own element", async () => {
    const drawn = await ask(OVERVIEW, { manifest: day, history: madeUpHistory(dayRuns) });
    expect(drawn).toContain(
      `</a><cwdb-action action="call" display="popup" event="click" endpoint="${FUNCTION_ARN}">{"view":"check","check":"acme-prod/checkout"}</cwdb-action>`,
    );
  });

  it("is Korean where the console is, and narrow where the widget is", async () => {
    const korean = { view: "overview", widgetContext: aContext({ locale: "ko-KR", width: 480 }) };
    const drawn = await ask(korean, { manifest: day, history: madeUpHistory(dayRuns) });
    expect(textOf(drawn)).toContain("표시 하나는 5분이며");
    expect(drawn).toContain("장애");
    expect(drawn).toContain(".bongsu .usual { display: none; }");
    const wide = await ask(OVERVIEW, { manifest: day, history: madeUpHistory(dayRuns) });
    expect(wide).not.toContain(".bongsu .usual { display: none; }");
  });

  it("has the colours of the console's theme", async () => {
    const drawnIn = (theme: string) =>
      ask({ view: "overview", widgetContext: aContext({ theme }) }, { manifest: day, history: madeUpHistory(dayRuns) });
    expect(await drawnIn("light")).toContain("--card: #ffffff;");
    expect(await drawnIn("dark")).toContain("--card: #162536;");
  });

  it("shows what could be read, and says how much could not", async () => {
    const history = madeUpHistory(dayRuns);
    const partly: MetricHistory = {
      read: async (queries) => {
        const answers = await history.read(queries);
        return answers.map((one, at) =>
          queries[at]?.metric.dimensions.Check === "globex/legacy" ? { unavailable: "throttled" } : one,
        );
      },
    };
    const drawn = await ask(OVERVIEW, { manifest: day, history: partly });
    expect(textOf(drawn)).toContain("The history of one check could not be read: throttled.");
    expect(drawn).toContain("1 down, 1 slow, 2 without data, 2 fine.");
  });

  it("keeps the last state of a check that runs less often than there are marks", async () => {
    const hourly = aWidgetCheck("hourly", { everyMs: 3_600_000 });
    const seldom: RunOf = (_, due) => (due % 3_600_000 === 0 ? { isUp: false } : undefined);
    const drawn = await ask(OVERVIEW, { manifest: aWidgetManifest([hourly]), history: madeUpHistory(seldom) });
    expect(drawn).toContain("1 down.");
    expect(drawn).toContain("72 down");
  });
});

describe("the picture of a check", () => {
  it("shows its last day, its last weeks with their availability, and the hours that are slow", async () => {
    const drawn = await ask(CHECKOUT, { manifest: day, history: madeUpHistory(dayRuns) });
    const text = textOf(drawn);
    expect(text).toContain("결제 API");
    expect(text).toContain("Last 24 h");
    expect(text).toMatch(/98\.\d+ % of 1,4\d\d runs were up or slow/);
    expect(text).toMatch(/Last 36 d.*?99\.8\d % of 51,\d{3} runs/s);
    expect(text).toContain("usually");
    expect(text).toMatch(/04:00/);
    expect(drawn.match(/class="heartbeat"/g)).toHaveLength(2);
    expect(drawn).toContain('class="chart hours"');
  });

  it("gives the six answers of its open incident, as people were told", async () => {
    const readIncidents = async () => [anOpenIncident()];
    for (const [locale, told] of [
      [
        "en",
        [
          "Open incident k7f2",
          "DOWN acme-prod/checkout",
          "Since when",
          "Confirmed: The server itself answers 503.",
          "answered 503 after 610 ms",
          'it says: {"status":"down"',
          "acme-prod/refunds",
          "Look at the service behind this address",
        ],
      ],
      ["ko", ["진행 중인 인시던트 k7f2", "서버가 직접 503을 응답합니다", "다음 할 일"]],
    ] as const) {
      const drawn = await ask(
        { ...CHECKOUT, widgetContext: aContext({ locale }) },
        { manifest: day, history: madeUpHistory(dayRuns), readIncidents },
      );
      for (const part of told) expect(textOf(drawn)).toContain(part);
      expect(markupFaults(drawn)).toEqual([]);
    }
  });

  it("tells nothing of incidents that are over, that are of other checks, or that it may not read, and draws all the same", async () => {
    const drawnWith = async (readIncidents: () => Promise<readonly Incident[]>) =>
      textOf(await ask(CHECKOUT, { manifest: day, history: madeUpHistory(dayRuns), readIncidents }));
    expect(await drawnWith(async () => [anOpenIncident({ state: "closed" })])).not.toContain("k7f2");
    expect(
      await drawnWith(async () => [
        anOpenIncident({ members: [{ alarm: "a", topic: "down", check: "globex/search", sinceEpochMs: 0 }] }),
      ]),
    ).not.toContain("k7f2");
    const refused = await drawnWith(async () => {
      throw new Error("DynamoDB refused");
    });
    expect(refused).toContain("Open incidents could not be read: DynamoDB refused.");
    expect(refused).toContain("Last 24 h");
  });

  it("never rounds a failed run away", async () => {
    const once: RunOf = (_, due) => ({ isUp: NOW_EPOCH_MS - due > 120_000, latencyMs: 10 });
    expect(textOf(await ask(CHECKOUT, { manifest: day, history: madeUpHistory(once) }))).toMatch(/99\.99 % of 5/);
    const never: RunOf = () => ({ isUp: true, latencyMs: 10 });
    expect(textOf(await ask(CHECKOUT, { manifest: day, history: madeUpHistory(never) }))).toMatch(/ 100 % of 5/);
  });

  it("counts each run once, also of a check that runs less often than there are marks", async () => {
    const seldom = aWidgetManifest([aWidgetCheck("acme-prod/checkout", { everyMs: 3_600_000 })]);
    const hourly: RunOf = (_, due) => (due % 3_600_000 === 0 ? { isUp: true, latencyMs: 10 } : undefined);
    const text = textOf(await ask(CHECKOUT, { manifest: seldom, history: madeUpHistory(hourly) }));
    expect(text).toContain("100 % of 24 runs were up or slow");
  });

  it("asks people to choose as long as the dashboard's variable stands there itself", async () => {
    for (const check of ["__CHECK__", "", undefined, 7]) {
      const drawn = await ask({ ...CHECKOUT, check }, { manifest: day, history: broken });
      expect(textOf(drawn)).toContain("Choose a check at the top of the dashboard.");
    }
  });
});

describe("a check that several places look at", () => {
  const places = (["region", "us-east-1"] as const).map((place) =>
    aWidgetCheck("acme-prod/checkout", { title: "Checkout", from: place, place }),
  );
  const manifest = aWidgetManifest(places);
  /** Good from one place, bad from the other. */
  const history = {
    read: async (queries) => {
      const seenFrom = { home: madeUpHistory(() => ({ isUp: true })), other: madeUpHistory(() => ({ isUp: false })) };
      const [home, other] = await Promise.all([seenFrom.home.read(queries), seenFrom.other.read(queries)]);
      const isOther = queries.map(({ metric }) => metric.dimensions.Location === "us-east-1");
      return queries.map((_, at) => (isOther[at] ? other[at] : home[at]) ?? { unavailable: "nothing" });
    },
  } satisfies MetricHistory;

  it("has a row a place, and each name opens what its own place sees", async () => {
    const drawn = await ask(OVERVIEW, { manifest, history });
    expect(titlesIn(drawn)).toEqual(["Checkout (us-east-1)", "Checkout (region)"]);
    const asked = [...drawn.matchAll(/<cwdb-action[^>]*>([^<]*)</g)].map(([, params = ""]): unknown => JSON.parse(params));
    const pictures = await Promise.all(
      asked.map(async (params) => textOf(await ask({ ...Object(params), widgetContext: aContext() }, { manifest, history }))),
    );
    expect(pictures).toEqual([
      expect.stringMatching(/DOWN\s+Checkout \(us-east-1\).* 0 % of/),
      expect.stringMatching(/OK\s+Checkout \(region\).* 100 % of/),
    ]);
  });

  it("counts once in the sentence: down only when as many places see it as its vote needs", async () => {
    const voted = async (votesNeeded: number) =>
      textOf(await ask(OVERVIEW, { manifest: aWidgetManifest(places.map((one) => ({ ...one, votesNeeded }))), history }));
    expect(await voted(1)).toContain("1 down. Sun");
    expect(await voted(2)).toContain("1 in trouble at some places only. Sun");
  });

  it("is told of as one in its incident, which is not that of a place", async () => {
    const readIncidents = async () => [anOpenIncident()];
    const text = textOf(await ask({ ...CHECKOUT, from: "us-east-1" }, { manifest, history, readIncidents }));
    expect(text).toContain("acme-prod/checkout (Checkout)");
  });

  it("is not looked at from a place that is none of its own", async () => {
    const text = textOf(await ask({ ...CHECKOUT, from: "eu-west-1" }, { manifest, history }));
    expect(text).toContain("This deployment has no check acme-prod/checkout");
  });
});

describe("the list of incidents", () => {
  const INCIDENTS = { view: "incidents", widgetContext: aContext() };
  const listed = async (incidents: readonly Incident[], part: object = {}) =>
    await ask({ ...INCIDENTS, ...part }, { manifest: day, history: broken, readIncidents: async () => incidents });
  const over = (id: string, minutesAgo: number) =>
    anOpenIncident({
      ...{ id, state: "closed", closedAtEpochMs: NOW_EPOCH_MS - minutesAgo * 60_000 },
      openedAtEpochMs: NOW_EPOCH_MS - (minutesAgo + 60) * 60_000,
      members: anOpenIncident().members.map((one) => ({ ...one, untilEpochMs: one.sinceEpochMs + 600_000 })),
    });

  it("tells of each how it stands, what people were told, why, since when and for how long", async () => {
    const text = textOf(await listed([anOpenIncident()]));
    expect(text).toContain("One incident is open.");
    expect(text).toContain("Those that are over stay here for 24 h.");
    expect(text).toMatch(/OPEN +DOWN acme-prod\/checkout \(결제 API\).*Confirmed: The server itself answers 503\. k7f2/);
    expect(text).toMatch(/Sun 22 Nov 17:21 KST +19 min/);
  });

  it("puts the open ones first, then those that are over, each newest first, and says how many are left out", async () => {
    const old = anOpenIncident({ id: "old", openedAtEpochMs: NOW_EPOCH_MS - 9_000_000 });
    const many = Array.from({ length: 30 }, (_, at) => over(`o${at}`, 10 + at));
    const text = textOf(await listed([...many, old, anOpenIncident({ id: "new" })]));
    const ids = [...text.matchAll(/503\. (\w+) /g)].map(([, id]) => id);
    expect(ids).toEqual(["new", "old", ...Array.from({ length: 18 }, (_, at) => `o${at}`)]);
    expect(text).toContain("12 more are not listed.");
  });

  it("tells of one that is over how it ended, and of one that somebody cares for that it is", async () => {
    expect(textOf(await listed([over("k7f2", 10)]))).toMatch(/No incident is open\..*OVER +OK acme-prod\/checkout.*back after/);
    const acknowledgedUntilEpochMs = NOW_EPOCH_MS + 60_000;
    expect(textOf(await listed([anOpenIncident({ acknowledgedUntilEpochMs })]))).toContain("ACKNOWLEDGED DOWN");
    expect(textOf(await listed([anOpenIncident({ acknowledgedUntilEpochMs: NOW_EPOCH_MS - 1 })]))).toContain("OPEN DOWN");
  });

  it("opens the picture of the check from the headline, and needs no check for a fault of our own", async () => {
    expect(await listed([anOpenIncident()])).toContain('{"view":"check","check":"acme-prod/checkout"}</cwdb-action>');
    const ours = anOpenIncident({
      root: { kind: "prober", name: "region-60s-0" },
      members: [{ alarm: "acme: region-60s-0 is silent", topic: "silent", sinceEpochMs: NOW_EPOCH_MS - 600_000 }],
    });
    const drawn = await listed([ours]);
    expect(drawn).not.toContain("cwdb-action");
    expect(textOf(drawn)).toContain("region-60s-0");
  });

  it("is Korean where the console is, and of hostile names holds only what CloudWatch lets through", async () => {
    const hostile = `"><script>alert(1)</script>`;
    const root = { kind: "host", name: hostile } as const;
    const members = [{ alarm: hostile, topic: hostile, check: hostile, sinceEpochMs: 0 }];
    const drawn = await listed([anOpenIncident({ root, members }), over(hostile, 5)], {
      widgetContext: aContext({ locale: "ko", theme: "dark" }),
    });
    expect(textOf(drawn)).toContain("진행 중인 인시던트가 1건 있습니다. 끝난 인시던트는");
    expect(drawn).toContain("종료");
    expect(markupFaults(drawn)).toEqual([]);
  });

  it("stays small whatever is open, says what it could not read, and asks nobody where nobody is told", async () => {
    const members = Array.from({ length: 1_000 }, (_, at) => ({
      ...{ alarm: `a${at}`, topic: "down", check: `acme/${"x".repeat(150)}${at}`, sinceEpochMs: 0 },
    }));
    const wide = Array.from({ length: 200 }, (_, at) =>
      anOpenIncident({ id: `w${at}`, members, memberCount: 1_000, root: { kind: "host", name: "<".repeat(5_000) } }),
    );
    expect(Buffer.byteLength(await listed(wide))).toBeLessThan(300_000);
    const refused = async (): Promise<readonly Incident[]> => {
      throw new Error("DynamoDB refused");
    };
    const unread = textOf(await ask(INCIDENTS, { manifest: day, history: broken, readIncidents: refused }));
    expect(unread).toContain("Open incidents could not be read: DynamoDB refused.");
    const alone = { ...day, tellsPeople: false };
    expect(textOf(await ask(INCIDENTS, { manifest: alone, history: broken, readIncidents: refused }))).toContain(
      "Nobody is told",
    );
    const picture = textOf(await ask(CHECKOUT, { manifest: alone, history: madeUpHistory(dayRuns), readIncidents: refused }));
    expect(picture).not.toContain("DynamoDB");
  });
});

describe("other checks of the same host", () => {
  const shared = { ...day, sameHost: [["acme-prod/checkout", "globex/search", "acme-prod/login"]] };

  it("are told with their states in one line, at two metrics each", async () => {
    const history = madeUpHistory(dayRuns);
    const text = textOf(await ask(CHECKOUT, { manifest: shared, history }));
    expect(text).toMatch(/On the same host: +◐ ?SLOW +Search +● ?OK +Login/);
    expect(history.asked.flat()).toHaveLength(9 + 2 * 2);
  });

  it("are nothing where there are none", async () => {
    const drawn = await ask({ ...CHECKOUT, check: "acme-prod/refunds" }, { manifest: shared, history: madeUpHistory(dayRuns) });
    expect(textOf(drawn)).not.toContain("On the same host");
  });

  it("are at most five, and the rest a number", async () => {
    const checks = Array.from({ length: 9 }, (_, at) => aWidgetCheck(`acme/${at}`));
    const manifest = aWidgetManifest(checks, { sameHost: [checks.map(({ id }) => id)] });
    const text = textOf(await ask({ ...CHECKOUT, check: "acme/3" }, { manifest, history: madeUpHistory(dayRuns) }));
    expect(text).toMatch(/acme\/0 .*acme\/2 .*acme\/4 .*acme\/5 +and 3 more\./);
  });

  it("are not told as without data where they could not be read", async () => {
    const history = madeUpHistory(dayRuns);
    const partly: MetricHistory = {
      read: async (queries) => {
        const answers = await history.read(queries);
        const isSearch = queries.map(({ metric }) => metric.dimensions.Check === "globex/search");
        return answers.map((one, at) => (isSearch[at] ? { unavailable: "throttled" } : one));
      },
    };
    const text = textOf(await ask(CHECKOUT, { manifest: shared, history: partly }));
    expect(text).toMatch(/On the same host: +● ?OK +Login +The history of one check could not be read: throttled\./);
  });
});

describe("whatever is asked", () => {
  it("is answered with help in Markdown to describe", async () => {
    expect(await ask({ describe: true }, { manifest: day, history: broken })).toMatch(/^## Bongsu\n/);
  });

  it.each([undefined, null, 7, "overview", [], {}, { view: "__proto__" }, { view: { view: "overview" } }, { describe: "yes" }])(
    "is refused in a sentence, with where else to look: %j",
    async (event) => {
      const text = textOf(await ask(event, { manifest: day, history: broken }));
      expect(text).toContain("This widget needs the parameter view");
      expect(text).toContain("The alarms and graphs of this dashboard tell the same");
    },
  );

  it("names a check that does not exist, harmlessly", async () => {
    const check = '<script>alert("1")</script>'.repeat(100);
    const drawn = await ask({ view: "check", check }, { manifest: day, history: broken });
    expect(textOf(drawn)).toContain("This deployment has no check <script>alert");
    expect(markupFaults(drawn)).toEqual([]);
    expect(drawn.length).toBeLessThan(8_000);
  });

  it("ends in a sentence when nothing can be read", async () => {
    for (const event of [OVERVIEW, CHECKOUT]) {
      const text = textOf(await ask(event, { manifest: day, history: broken }));
      expect(text).toContain("The picture could not be drawn: AccessDenied: no.");
      expect(text).toContain("The alarms and graphs of this dashboard tell the same");
    }
  });

  it("ends in a sentence even by a fault of our own, which is told to the log", async () => {
    const faults: unknown[] = [];
    const history: MetricHistory = { read: () => Promise.reject(new Error("a bug")) };
    const drawn = await ask(OVERVIEW, { manifest: day, history, onFault: (error) => faults.push(error) });
    expect(textOf(drawn)).toContain("by a fault of our own");
    expect(faults).toEqual([new Error("a bug")]);
  });

  it("says so where no check is probed", async () => {
    expect(textOf(await ask(OVERVIEW, { manifest: aWidgetManifest([]), history: broken }))).toContain(
      "No check of this deployment",
    );
  });
});

describe("the markup", () => {
  const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>' &lt;/style> \u202e\u0000`;
  const hostileDay = aWidgetManifest(DAY_CHECKS.map((check) => ({ ...check, title: hostile })));

  it("acceptance 7: holds only what CloudWatch lets through, in every view, theme and language", async () => {
    for (const event of [OVERVIEW, CHECKOUT]) {
      for (const part of [{}, { theme: "dark", locale: "ko" }]) {
        const widgetContext = aContext(part);
        const drawn = await ask({ ...event, widgetContext }, { manifest: hostileDay, history: madeUpHistory(dayRuns) });
        expect(markupFaults(drawn)).toEqual([]);
        expect(textOf(drawn)).toContain('"><script>alert(1)</script><img src=x onerror=alert(1)>');
      }
    }
  });

  it("is looked at by an eye that sees what does not belong there", () => {
    expect(markupFaults('<p onclick="x">a</p>')).toEqual(["attribute onclick"]);
    expect(markupFaults("<script>a</script>")).toEqual(["element script", "element script"]);
    expect(markupFaults('<a href="https://x.example">a</a>')).toEqual(["attribute href", "href points elsewhere"]);
    expect(markupFaults("<p>a < b</p>")).toEqual([expect.stringContaining("no tag")]);
    expect(markupFaults("<p><b")).not.toEqual([]);
  });
});

describe("size and cost", () => {
  /** As hard to draw as there is: every mark differs from its neighbour. */
  const wild: RunOf = (_, due) => {
    const slice = Math.floor(due / 300_000);
    return slice % 3 === 0 ? { isUp: false } : { isUp: true, isSlow: slice % 3 === 1, latencyMs: 100 };
  };
  const checks = (count: number) =>
    Array.from({ length: count }, (_, index) =>
      aWidgetCheck(`acme-${index}/${"x".repeat(60)}${index}`, { title: `<&"'>`.repeat(60) }),
    );

  it.each([
    [10, 30],
    [100, 300],
    [1_000, 2_100],
  ])("%d checks: reads at most %d metrics and stays below 300 kB", async (count, metricsMax) => {
    const history = madeUpHistory(wild);
    const drawn = await ask(OVERVIEW, { manifest: aWidgetManifest(checks(count)), history });
    expect(history.asked.flat().length).toBeLessThanOrEqual(metricsMax);
    expect(Buffer.byteLength(drawn)).toBeLessThan(300_000);
    expect(markupFaults(drawn)).toEqual([]);
    const rows = drawn.match(/class="heartbeat"/g)?.length ?? 0;
    expect(rows).toBeGreaterThanOrEqual(Math.min(count, 50));
    expect(rows).toBeLessThanOrEqual(ROWS_MAX);
    const hidden = count - rows;
    expect(textOf(drawn).includes(`${hidden} more rows are not drawn`)).toBe(hidden > 1);
  });

  it("draws all of 100 checks of an ordinary day", async () => {
    const manifest = aWidgetManifest(checks(100).map((check) => ({ ...check, title: check.id })));
    const drawn = await ask(OVERVIEW, { manifest, history: madeUpHistory(dayRuns) });
    expect(drawn.match(/class="heartbeat"/g)).toHaveLength(100);
    expect(Buffer.byteLength(drawn)).toBeLessThan(150_000);
  });

  it("reads no slowness of checks that do not watch it, and nine metrics of a check by itself", async () => {
    const plain = aWidgetManifest(checks(10).map((check) => ({ ...check, watchesSlowness: false })));
    const overview = madeUpHistory(dayRuns);
    await ask(OVERVIEW, { manifest: plain, history: overview });
    expect(overview.asked.flat()).toHaveLength(20);
    const one = madeUpHistory(dayRuns);
    await ask(CHECKOUT, { manifest: day, history: one });
    expect(one.asked.flat()).toHaveLength(9);
  });

  it("asks of each vantage point under its own name", async () => {
    const history = madeUpHistory(dayRuns);
    await ask(OVERVIEW, { manifest: day, history });
    const vpn = history.asked.flat().find(({ metric }) => metric.dimensions.Check === "initech/vpn-health");
    expect(vpn?.metric.dimensions).toEqual({ Deployment: "acme", Check: "initech/vpn-health", Location: "ap-northeast-2/vpc" });
  });
});

function titlesIn(drawn: string): string[] {
  return [...drawn.matchAll(/<bdi>(.*?)<\/bdi>/g)].map(([, title]) => title ?? "");
}

/** As a reader sees it, without the style sheet. */
function textOf(drawn: string): string {
  return drawn
    .replace(/<style>.*?<\/style>/s, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/\s+/g, " ");
}
