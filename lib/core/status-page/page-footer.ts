/** When the page was written and until when its runs are counted, and its machine forms. */
import { formatMoment } from "../messages/moment.ts";
import type { Language } from "../model/check.ts";
import { type Html, html } from "../render/html.ts";
import { statusTexts } from "./texts.ts";
import type { StatusView } from "./view.ts";

export function footer({ countedUntilEpochMs, timezone, writtenAtEpochMs }: StatusView, language: Language): Html {
  const texts = statusTexts(language);
  const moment = (atEpochMs: number) => formatMoment(atEpochMs, { timezone, language });
  const counted = countedUntilEpochMs !== undefined && ` · ${texts.countedUntil(moment(countedUntilEpochMs))}`;
  return html`<footer><p>${texts.updated(moment(writtenAtEpochMs))}${counted}</p><noscript><p>${texts.withoutScript}</p></noscript><p><a href="feed.xml">${texts.feed}</a> · <a href="status.json">${texts.data}</a></p></footer>`;
}
