/** What the widget tells people, by language. */
import type { Language } from "../model/check.ts";
import { englishWidget } from "./texts.en.ts";
import { koreanWidget } from "./texts.ko.ts";
import type { WidgetTexts } from "./texts-contract.ts";

const TEXTS = { en: englishWidget, ko: koreanWidget } as const satisfies Record<Language, WidgetTexts>;

export function widgetTexts(language: Language): WidgetTexts {
  return TEXTS[language];
}
