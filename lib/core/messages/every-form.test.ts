import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hostileStory } from "../../../test/kit/hostile-stories.ts";
import { aRecovery, aStory } from "../../../test/kit/stories.ts";
import type { Language } from "../model/check.ts";
import { STORY_TYPES, type Story, type StoryType } from "../model/story.ts";
import { MAIL_COLUMNS_MAX, MAIL_LINES_MAX, renderEmail } from "./email.ts";
import { blocksOf, renderEveryForm } from "./every-form.ts";
import { isGsm7 } from "./gsm7.ts";
import { renderPublication } from "./publication.ts";
import { safeText } from "./safe-text.ts";
import { renderSlack } from "./slack.ts";
import { renderSms } from "./sms.ts";
import { renderTerminal } from "./terminal.ts";
import { displayWidth } from "./text-width.ts";

const LANGUAGES: readonly Language[] = ["en", "ko"];
/** Control characters, and letters that are not seen or turn the reading direction. */
const TRICKERY = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const LABEL_COLUMNS_MAX = 9;
const SECRET = /abcdefghijklmnop/;
const cases = STORY_TYPES.flatMap((type) => LANGUAGES.map((language) => ({ type, language })));

function storyOf(type: StoryType) {
  return type === "resolved" ? aRecovery() : aStory({ type });
}

describe("a story in every form", () => {
  it.each(cases)("is told as $type in $language", ({ type, language }) => {
    const { email, slack, sms, terminal } = renderEveryForm(storyOf(type), { language, smsLanguage: language });
    expect(email?.subject).toMatch(/^\[[^\]]+\] \S/);
    expect(email?.body).not.toMatch(/undefined|NaN|\[object/);
    if (type !== "digest") expect(sms?.text).toMatch(/#k7f2$/);
    expect(slack?.content.title).toMatch(/^:\w+: \S/);
    expect(terminal?.[0]).not.toBe("");
  });

  it("has blocks for the channels that were asked for, with counts", () => {
    const titles = (channels?: readonly ("email" | "sms")[]) =>
      blocksOf(renderEveryForm(aStory(), { language: "en", ...(channels && { channels }) })).map(({ title }) => title);
    expect(titles(["email", "sms"])).toEqual([
      "E-mail, subject 61 of 99 characters, 45 of 50 lines",
      expect.stringMatching(/^SMS, 1\d\d of 140 GSM-7$/),
    ]);
    expect(titles()).toHaveLength(4);
  });

  it("makes no SMS of a warning nor of a digest, for none is sent", () => {
    const forms = (parts: Partial<Story>) => renderEveryForm(aStory(parts), { language: "en" });
    expect(forms({ type: "slow", severity: "warning" })).toMatchObject({ waitsForDigest: true, email: expect.anything() });
    expect(forms({ type: "slow", severity: "warning" })).not.toHaveProperty("sms");
    expect(forms({ type: "resolved", about: "slow", severity: "warning" })).not.toHaveProperty("sms");
    expect(forms({ type: "digest" })).not.toHaveProperty("sms");
    expect(forms({ type: "drill", severity: "warning" })).toHaveProperty("sms");
    expect(forms({})).not.toHaveProperty("waitsForDigest");
  });

  it("sends English SMS to Korean readers unless Korean is asked for", () => {
    expect(renderPublication(aStory(), { language: "ko" }).structure.sms).toMatch(/^DOWN /);
    expect(renderPublication(aStory(), { language: "ko", smsLanguage: "ko" }).structure.sms).toMatch(/^\[장애\] /);
  });
});

describe.each(LANGUAGES)("whatever stands in a story, told in %s", (language) => {
  it("acceptance 4: its mail has a subject of less than 100 characters, and 50 lines of 76 columns that only an address may leave", () => {
    checkAll((story) => {
      const { body, subject } = renderEmail(story, language);
      const lines = body.split("\n");
      expect(subject.length).toBeLessThan(100);
      expect(lines.length).toBeLessThanOrEqual(MAIL_LINES_MAX);
      for (const line of lines.filter((line) => !/^ *https?:\/\/\S+$/.test(line))) {
        expect(displayWidth(line)).toBeLessThanOrEqual(MAIL_COLUMNS_MAX);
      }
      return [subject, ...lines];
    });
  });

  it("acceptance 4: its SMS is one part", () => {
    checkAll((story) => {
      const { text, units } = renderSms(story, language);
      const septets = [...text].reduce((sum, letter) => sum + (/[\^{}\\[~\]|€]/.test(letter) ? 2 : 1), 0);
      expect(units).toBe(language === "en" ? septets : text.length);
      expect(units).toBeLessThanOrEqual(language === "en" ? 140 : 55);
      expect(language === "ko" || isGsm7(text)).toBe(true);
      return [text];
    });
  });

  it("its Slack notification keeps the limits, and nothing foreign becomes markup", () => {
    checkAll((story) => {
      const notification = renderSlack(story, language);
      const { description, keywords, nextSteps, title } = notification.content;
      expect(title.length).toBeLessThanOrEqual(250);
      expect(description.length).toBeLessThanOrEqual(8_000);
      expect(JSON.parse(JSON.stringify(notification))).toEqual(notification);
      const texts = [title, ...description.split("\n"), ...nextSteps, ...keywords, notification.metadata.summary];
      const foreign = texts.map((text) => text.replace(/^\*[^*]+\* /, "").replace(/^<https?:[^<>|]+\|[^<>|]+>$/, ""));
      for (const text of foreign) expect(text).not.toMatch(/[<>*~`]|&(?!amp;|lt;|gt;)/);
      return texts;
    });
  });

  it.each([60, 80, 120])(
    "acceptance 8: its lines in a terminal have %d columns, which only an address or a command leaves",
    (columns) => {
      checkAll((story) => {
        const lines = renderTerminal(story, { language, columns });
        const command = safeText(story.lead?.repeat ?? "");
        for (const line of lines.filter((one) => displayWidth(one) > columns)) {
          const whole = command !== "" && line.endsWith(command) ? command : (/https?:\/\/\S+$/.exec(line)?.[0] ?? "");
          expect(displayWidth(line.slice(0, line.length - whole.length))).toBeLessThanOrEqual(LABEL_COLUMNS_MAX);
        }
        return lines;
      });
    },
  );
});

/** In every form: no trickery, no secrets. */
function checkAll(render: (story: Story) => readonly string[]): void {
  fc.assert(
    fc.property(hostileStory, (story) => {
      const shown = render(story).join("");
      expect(shown).not.toMatch(TRICKERY);
      expect(shown).not.toMatch(SECRET);
    }),
    { numRuns: 100 },
  );
}
