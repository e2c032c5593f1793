/** What the page says, by language. */
import type { Language } from "../model/check.ts";
import { englishPage } from "./page-texts.en.ts";
import { koreanPage } from "./page-texts.ko.ts";
import type { PageTexts } from "./page-texts-contract.ts";

const TEXTS = { en: englishPage, ko: koreanPage } as const satisfies Record<Language, PageTexts>;

export function pageTexts(language: Language): PageTexts {
  return TEXTS[language];
}
