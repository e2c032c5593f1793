/** What people would be sent: every form of a message as it would arrive, with the counts that its limits are about. */
import { MAIL_LINES_MAX, renderEmail } from "../messages/email.ts";
import { renderSlack, SLACK_DESCRIPTION_MAX, SLACK_TITLE_MAX } from "../messages/slack.ts";
import { renderSms } from "../messages/sms.ts";
import { SUBJECT_MAX } from "../messages/subject.ts";
import { goesBySms, waitsForDigest } from "../messages/way-to-people.ts";
import type { Check, Language } from "../model/check.ts";
import type { Story } from "../model/story.ts";
import { type Html, html } from "./html.ts";
import { languageSwitch } from "./language-switch.ts";
import { checkPath, pageLink, previewPath } from "./links.ts";
import { pageTexts } from "./page-texts.ts";
import type { PreviewTab } from "./page-texts-contract.ts";
import type { DrawContext } from "./view.ts";

export const PREVIEW_TABS = ["email", "sms", "slack", "resolved", "digest"] as const satisfies readonly PreviewTab[];

export interface PreviewView {
  readonly check: Check;
  readonly tab: PreviewTab;
  readonly story: Story;
  /** Nothing of it happened. */
  readonly isExample: boolean;
}

export function alertPreview(view: PreviewView, context: DrawContext): Html {
  const { check, isExample, tab } = view;
  const { details, preview } = pageTexts(context.language);
  return html`<article data-check="${check.id}"><header><p class="bar"><a class="open" href="${pageLink(checkPath(check.id), context)}">← ${preview.back}</a>${languageSwitch({ path: previewPath(check.id), parameters: { tab } }, context)}<a class="close" href="${pageLink("/", context)}">✕ ${details.close}</a></p>
<h2 id="drawer-title" tabindex="-1">${preview.title}: <bdi>${check.title}</bdi></h2><p class="note">${isExample ? preview.isExample : preview.isReal}${waitsForDigest(view.story) && html` ${preview.isWarning}`}</p></header>
<nav class="tabs" aria-label="${preview.title}">${PREVIEW_TABS.map((one) => tabLink(one, { current: tab, check, context }))}</nav>
${FORMS[tab](view.story, context.language)}
<p><button type="button" disabled aria-describedby="why-not-send">${preview.send}</button> <span id="why-not-send" class="muted">${preview.whyNotSend}</span></p></article>`;
}

interface TabOptions {
  readonly current: PreviewTab;
  readonly check: Check;
  readonly context: DrawContext;
}

function tabLink(tab: PreviewTab, { check, context, current }: TabOptions): Html {
  const label = pageTexts(context.language).preview.tabs[tab];
  const isCurrent = tab === current && html` aria-current="page"`;
  return html`<a class="open" href="${pageLink(previewPath(check.id), context, { tab })}"${isCurrent}>${label}</a>`;
}

type Form = (story: Story, language: Language) => Html;

const FORMS: Readonly<Record<PreviewTab, Form>> = {
  email: mailForm,
  sms: smsForms,
  slack: slackForm,
  resolved: (story, language) => html`${mailForm(story, language)}${smsForms(story, language)}`,
  digest: mailForm,
};

function mailForm(story: Story, language: Language): Html {
  const { preview } = pageTexts(language);
  const { body, subject } = renderEmail(story, language);
  const lines = body.split("\n").length;
  return html`${block(preview.subject({ used: subject.length, max: SUBJECT_MAX }), subject)}${block(preview.lines({ used: lines, max: MAIL_LINES_MAX }), body)}`;
}

/** In both languages: who gets English and who Korean is for each contact to say. */
function smsForms(story: Story, language: Language): Html {
  const { preview } = pageTexts(language);
  if (!goesBySms(story)) return html`<p>${preview.notBySms}</p>`;
  const forms = (["en", "ko"] as const).map((of) => {
    const { alphabet, text, units, unitsMax } = renderSms(story, of);
    return block(preview.sms({ language: preview.languages[of], used: units, max: unitsMax, alphabet }), text);
  });
  return html`${forms}`;
}

function slackForm(story: Story, language: Language): Html {
  const { preview } = pageTexts(language);
  const { content } = renderSlack(story, language);
  return html`${block(preview.slackTitle({ used: content.title.length, max: SLACK_TITLE_MAX }), content.title)}${block(preview.slackDescription({ used: content.description.length, max: SLACK_DESCRIPTION_MAX }), [content.description, ...content.nextSteps.map((step) => `• ${step}`)].join("\n"))}`;
}

function block(title: string, text: string): Html {
  return html`<section><h3>${title}</h3><pre>${text}</pre></section>`;
}
