/** Sections made to fit into a number of lines: what matters least gives way first, and the reader is told. */
import { hang, wordsOf, wrapWords } from "./text-width.ts";

/** Of continued lines: foreign text can never pass for the next heading. */
const INDENT_COLUMNS = 2;

export interface Section {
  readonly heading?: string;
  /** Without line breaks; each is wrapped by itself. */
  readonly items: readonly string[];
  /** The smallest gives way first. */
  readonly worth: number;
  /** Items that stay whatever comes. */
  readonly kept: number;
}

export interface Page {
  readonly columns: number;
  readonly lines: number;
  /** `(3 more lines left out)` */
  readonly leftOut: (count: number) => string;
}

/** Lines, with an empty one between sections. Sections without items are left out; what gave way is counted in the last line. */
export function fitLines(sections: readonly Section[], page: Page): string[] {
  let fitted = sections.filter(hasItems);
  let lines = layOut(fitted, page);
  for (let omitted = 1; lines.length > page.lines; omitted++) {
    const shortened = giveWay(fitted);
    if (shortened === undefined) return lines.slice(0, page.lines);
    fitted = shortened;
    lines = layOut([...fitted, { items: [page.leftOut(omitted)], worth: 0, kept: 1 }], page);
  }
  return lines;
}

/** One item less in the section that can best do without; `undefined` when all are at their least. */
function giveWay(sections: readonly Section[]): Section[] | undefined {
  const [least] = sections.filter(({ items, kept }) => items.length > kept).toSorted((one, other) => one.worth - other.worth);
  if (least === undefined) return undefined;
  const shorter = { ...least, items: least.items.slice(0, -1) };
  return sections.map((section) => (section === least ? shorter : section)).filter(hasItems);
}

function hasItems({ items }: Section): boolean {
  return items.length > 0;
}

function layOut(sections: readonly Section[], { columns }: Page): string[] {
  return sections.flatMap(({ heading, items }, index) => [
    ...(index === 0 ? [] : [""]),
    ...(heading === undefined ? [] : [heading]),
    ...items.flatMap((item) => wrapItem(item, { columns, indent: heading === undefined ? 0 : INDENT_COLUMNS })),
  ]);
}

function wrapItem(item: string, { columns, indent }: { readonly columns: number; readonly indent: number }): string[] {
  const room = columns - indent;
  return hang(wrapWords(wordsOf(item, room), room), { indent });
}
