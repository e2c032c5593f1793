/**
 * Markup as a value. Text is escaped the moment it enters a template, so that nobody can forget to:
 * titles, answers and certificates come from outside and may be hostile.
 */
export class Html {
  readonly #markup: string;

  constructor(markup: string) {
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** What may stand in `${…}`: text is escaped, `Html` is not, `undefined` and `false` leave nothing. */
export type HtmlChild = Html | string | number | undefined | false | readonly HtmlChild[];

/** `html\`<b>${title}</b>\``; attribute values must stand in double quotes. */
export function html(strings: TemplateStringsArray, ...children: readonly HtmlChild[]): Html {
  return new Html(String.raw({ raw: strings }, ...children.map(renderChild)));
}

/** Text for an HTML element or a quoted attribute; control characters become U+FFFD, marks that turn the reading direction go. */
export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Bidi_Control}/gu, "")
    .replace(/[^\P{Cc}\n\t]/gu, "\uFFFD")
    .replace(/[&<>"'`]/g, (character) => `&#${character.codePointAt(0)};`);
}

function renderChild(child: HtmlChild): string {
  if (child === undefined || child === false) return "";
  if (child instanceof Html) return child.toString();
  if (typeof child === "string" || typeof child === "number") return escapeHtml(String(child));
  return child.map(renderChild).join("");
}
