/** What messages tell people, by language. */
import type { Language } from "../model/check.ts";
import { englishStories } from "./story-texts.en.ts";
import { koreanStories } from "./story-texts.ko.ts";
import type { StoryTexts } from "./story-texts-contract.ts";

const TEXTS = { en: englishStories, ko: koreanStories } as const satisfies Record<Language, StoryTexts>;

export function storyTexts(language: Language): StoryTexts {
  return TEXTS[language];
}
