/** The same page in each language, each named in its own. */
import { type Html, html } from "./html.ts";
import { pageLink } from "./links.ts";
import { pageTexts } from "./page-texts.ts";
import type { DrawContext } from "./view.ts";

export interface PageAddress {
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export function languageSwitch({ parameters, path }: PageAddress, context: DrawContext): Html {
  const links = (["en", "ko"] as const).map((language) => {
    const link = pageLink(path, { ...context, language }, parameters);
    const isCurrent = language === context.language && html` aria-current="true"`;
    return html`<a class="language" href="${link}" lang="${language}" hreflang="${language}"${isCurrent}>${pageTexts(language).banner.language}</a>`;
  });
  return html`${links}`;
}
