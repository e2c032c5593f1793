/**
 * The ten things that a user must be able to rely on: each stands in the title of a test, as `it("acceptance 5: …`, most of them
 * beside what they are about. Here are those that cross everything.
 */
import { describe, expect, it, onTestFinished } from "vitest";
import { createOutcomeLog } from "../lib/aws/outcome-log.ts";
import { readConfig } from "../lib/core/config/index.ts";
import { renderEveryForm } from "../lib/core/messages/every-form.ts";
import { storyTexts } from "../lib/core/messages/story-texts.ts";
import type { Check, Language } from "../lib/core/model/check.ts";
import type { Outcome } from "../lib/core/model/outcome.ts";
import { PREVIEW_TABS } from "../lib/core/render/alert-preview.ts";
import { pageTexts } from "../lib/core/render/page-texts.ts";
import { runCheck } from "../lib/core/run/run-check.ts";
import { widgetTexts } from "../lib/core/widget/texts.ts";
import { type ServedBoard, serveBoard } from "./kit/boards.ts";
import { httpCheck, runOptions } from "./kit/checks.ts";
import { startHttp } from "./kit/servers.ts";
import { allTestTitles } from "./kit/test-titles.ts";

const LANGUAGES: readonly Language[] = ["en", "ko"];
const POINTS = {
  1: "the first result comes by one command, and nobody is asked but the target",
  2: "`dev` is ready at once, and the page answers before the first results are in",
  3: "every class of failure is explained in six answers, by its cause, and nothing is claimed without evidence",
  4: "every SMS is one part in both languages, every subject below 100 characters",
  5: "14 checks of one host send one mail",
  6: "20 flips in 30 minutes send two mails at most",
  7: "the widget keeps to what CloudWatch lets through, to 300 kB, to both themes, and can be read without colour",
  8: "the terminal keeps to 80 columns, Hangul counted as two",
  9: "no secret stands in a mail, an SMS, a page or a log",
  10: "a missing text, a missing recipient and an unconfirmed subscription are found before the first incident",
};

describe("the acceptance list", () => {
  const titles = allTestTitles();

  it.each(Object.entries(POINTS))("%s: %s", (point) => {
    expect(titles.filter((title) => title.startsWith(`acceptance ${point}: `))).not.toEqual([]);
  });
});

describe("secrets", () => {
  const CONFIGURED = "hunter2-of-the-test";
  const SAID = ["4f2ac0ffee4f2ac0ffee", "eyJhbGciOiJI.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "AKIAIOSFODNN7EXAMPLE", "tok-9f8e7d6c5b"];

  /** What a check got from a server that tells everything it was sent, and more. */
  async function runAgainstChatterbox(): Promise<{ check: Check; outcome: Outcome }> {
    const [session, jwt, key, token] = SAID;
    await using server = await startHttp((request, response) => {
      response.writeHead(500, { "set-cookie": `sid=${session}`, "x-echo": String(request.headers.authorization) });
      const { authorization, cookie } = request.headers;
      response.end(
        `${JSON.stringify({ authorization, cookie, token })}\r\nset-cookie: sid=${session}\r\n${jwt} ${key} ${request.url}`,
      );
    });
    process.env.BONGSU_ACCEPTANCE = CONFIGURED;
    onTestFinished(() => {
      delete process.env.BONGSU_ACCEPTANCE;
    });
    const secret = "${env:BONGSU_ACCEPTANCE}";
    const headers = { authorization: `Bearer ${secret}`, cookie: `sid=${secret}` };
    const check = httpCheck(`http://127.0.0.1:${server.port}/health?token=${secret}`, { http: { headers } });
    return { check, outcome: await runCheck(check, runOptions()) };
  }

  async function pagesOf({ page }: ServedBoard, { id }: Check): Promise<string[]> {
    const previews = PREVIEW_TABS.map((tab) => `/preview/${id}?tab=${tab}`);
    const paths = ["/", "/?lang=ko", `/c/${id}`, ...previews, "/api/state.json"];
    return await Promise.all(paths.map(async (path) => (await fetch(page.url + path)).text()));
  }

  it("acceptance 9: of ours, of the target, told or never told to us, stand in no mail, SMS, Slack, terminal, page or log", async () => {
    const { check, outcome } = await runAgainstChatterbox();
    await using served = await serveBoard([check], (add) => add(outcome));
    const story = served.board.details(check.id)?.story ?? expect.unreachable("nothing is told");
    const messages = LANGUAGES.flatMap((language) => Object.values(renderEveryForm(story, { language, smsLanguage: language })));
    const log = createOutcomeLog()(outcome, { dueEpochMs: 0, everyMs: check.everyMs, slow: [] });
    const pages = await pagesOf(served, check);
    expect(pages.filter((page) => page.includes("server answers 500") || page.includes("500을 응답"))).not.toEqual([]);
    expect(log).toContain("***");
    for (const told of [JSON.stringify(messages), log, ...pages]) {
      expect(
        [CONFIGURED, encodeURIComponent(CONFIGURED), btoa(CONFIGURED), ...SAID].filter((secret) => told?.includes(secret)),
      ).toEqual([]);
    }
  });
});

describe("what would be missing in the night", () => {
  it.each([
    ["messages", storyTexts],
    ["the page", pageTexts],
    ["the widget", widgetTexts],
  ])("acceptance 10: every text of %s is there in every language", (_, textsOf: (language: Language) => object) => {
    const [english, ...others] = LANGUAGES.map((language) => keysOf(textsOf(language)).toSorted());
    for (const keys of others) expect(keys).toEqual(english);
    expect(english?.length).toBeGreaterThan(10);
  });

  it("acceptance 10: a check that tells nobody, or somebody who cannot be told, is found when the file is read", () => {
    const codesOf = (lines: string) => {
      const read = readConfig(`name: acme\n${lines}checks: [{ id: api, http: "https://api.acme.example/" }]\n`, "checks.yaml");
      return ("problems" in read ? read.problems : read.warnings).map(({ code }) => code);
    };
    expect(codesOf("")).toEqual(["nobody-is-told"]);
    expect(codesOf("contacts: { oncall: {} }\ndefaults: { notify: [oncall] }\n")).toEqual(["contact-unreachable"]);
    expect(codesOf("contacts: { oncall: { email: [a@acme.example] } }\ndefaults: { notify: [onkall] }\n")).toContain(
      "unknown-contact",
    );
    expect(codesOf("contacts: { oncall: { email: [a@acme.example] } }\ndefaults: { notify: [oncall] }\n")).toEqual([]);
  });
});

/** `board.columns.state`: a text that is empty counts as missing. Words of single warnings are looked up by what they are in English. */
function keysOf(texts: object, path = ""): string[] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) => {
    const at = path === "" ? key : `${path}.${key}`;
    if (typeof value === "object" && value !== null) return at === "board.warnings" ? [] : keysOf(value, at);
    return value === "" ? [] : [at];
  });
}
