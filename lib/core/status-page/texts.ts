/** What a status page tells customers, by language. */
import type { Language } from "../model/check.ts";
import { englishStatus } from "./texts.en.ts";
import { koreanStatus } from "./texts.ko.ts";
import type { StatusTexts } from "./texts-contract.ts";

const TEXTS = { en: englishStatus, ko: koreanStatus } as const satisfies Record<Language, StatusTexts>;

export function statusTexts(language: Language): StatusTexts {
  return TEXTS[language];
}
