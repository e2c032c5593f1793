/** README.ko.md says in Korean what README.md says: section by section, all that is not prose is compared. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface Section {
  /** `## Deploy` */
  readonly heading: string;
  /** Commands, configurations and transcripts. */
  readonly blocks: readonly string[];
  /** All but the blocks. */
  readonly prose: string;
}

const BLOCK = /^```[\s\S]*?^```$|(?:^ {4}.*\n|^\n(?= {4}))+/gm;
/** The message at the top: the one block that is told in the reader's language. */
const OPENING_ALERT = /^\s*✕ (?:LEAK|누수) /;
const OTHER_LANGUAGE = /^README(?:\.ko)?\.md$/;

const english = sectionsOf("README.md");
const korean = sectionsOf("README.ko.md");
const pairs = english.map((section, index) => ({ heading: section.heading, section, translated: korean[index] }));

describe("README.ko.md", () => {
  it("has the headings of README.md: as many, at the same levels, in this order", () => {
    expect(korean.map(levelOf)).toEqual(english.map(levelOf));
    expect(english.length).toBeGreaterThan(1);
  });

  it("and README.md lead to each other", () => {
    expect(allLinks(english[0])).toContain("README.ko.md");
    expect(allLinks(korean[0])).toContain("README.md");
  });

  it("opens with the same alert, in Korean", () => {
    for (const sections of [english, korean])
      expect(sections.flatMap(({ blocks }) => blocks).filter(isOpeningAlert)).toHaveLength(1);
    expect(korean[0]?.blocks.find(isOpeningAlert)).toContain("누수");
  });

  it.each(pairs)("keeps every command, configuration and transcript byte for byte: $heading", ({ section, translated }) => {
    expect(sameBlocks(translated)).toEqual(sameBlocks(section));
  });

  it.each(pairs)("leads to the same places: $heading", ({ section, translated }) => {
    expect(links(translated)).toEqual(links(section));
  });

  it.each(pairs)("has tables of the same shape: $heading", ({ section, translated }) => {
    expect(tableShapes(translated)).toEqual(tableShapes(section));
  });

  it.each(pairs)("has lists of the same length: $heading", ({ section, translated }) => {
    expect(listItems(translated)).toBe(listItems(section));
  });

  it.each(pairs)("names the same commands, keys and files: $heading", ({ section, translated }) => {
    expect(codeWords(translated)).toEqual(codeWords(section));
  });

  it.each(pairs)("has every figure, as often: $heading", ({ section, translated }) => {
    expect(missingFrom(figures(translated), figures(section))).toEqual([]);
  });
});

function sectionsOf(file: string): Section[] {
  const text = readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
  const blocks: string[] = [];
  // A block may hold what looks like a heading: it steps aside until the text is cut.
  const outline = text.replace(BLOCK, (block) => `\0${blocks.push(block) - 1}\0\n`);
  return outline.split(/^(?=#+ )/m).map((part) => ({
    heading: part.split("\n", 1)[0] ?? "",
    blocks: [...part.matchAll(/\0(\d+)\0/g)].map(([, index]) => blocks[Number(index)]?.trimEnd() ?? ""),
    prose: part.replace(/\0\d+\0/g, ""),
  }));
}

function levelOf({ heading }: Section): number {
  return heading.indexOf(" ");
}

function isOpeningAlert(block: string): boolean {
  return OPENING_ALERT.test(block);
}

function sameBlocks(section: Section | undefined): string[] {
  return section?.blocks.filter((block) => !isOpeningAlert(block)) ?? [];
}

function allLinks(section: Section | undefined): string[] {
  return find(section, /\]\(([^)]+)\)/g).toSorted();
}

function links(section: Section | undefined): string[] {
  return allLinks(section).filter((link) => !OTHER_LANGUAGE.test(link));
}

/** Of each table the number of cells of each row. */
function tableShapes(section: Section | undefined): number[][] {
  return find(section, /((?:^\|.*\|\n)+)/gm).map((table) => table.trimEnd().split("\n").map(cellsOf));
}

function cellsOf(row: string): number {
  return row.split("|").length - 2;
}

function listItems(section: Section | undefined): number {
  return find(section, /^(- )/gm).length;
}

/** Each once: a language may need to name a thing twice. */
function codeWords(section: Section | undefined): string[] {
  return [...new Set(find(section, /`([^`]+)`/g))].toSorted();
}

/** `2,000`, `22.19`, `0.74`, and the alert's. */
function figures(section: Section | undefined): string[] {
  const alert = section?.blocks.find(isOpeningAlert) ?? "";
  const text = `${alert}\n${section?.prose ?? ""}`;
  return [...text.matchAll(/\d+(?:[.,:]\d+)*/g)].map(([figure]) => figure);
}

/** As often as each is wanted. */
function missingFrom(told: readonly string[], wanted: readonly string[]): string[] {
  const left = [...told];
  return wanted.filter((figure) => {
    const index = left.indexOf(figure);
    return index === -1 || left.splice(index, 1).length === 0;
  });
}

function find(section: Section | undefined, pattern: RegExp): string[] {
  return [...(section?.prose ?? "").matchAll(pattern)].map(([, found]) => found ?? "");
}
