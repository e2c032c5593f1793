/** What an alarm tells people, by language. */
import type { Language } from "../model/check.ts";
import { englishAlarmTexts } from "./alarm-texts.en.ts";
import { koreanAlarmTexts } from "./alarm-texts.ko.ts";
import type { AlarmTexts } from "./alarm-texts-contract.ts";

const TEXTS = { en: englishAlarmTexts, ko: koreanAlarmTexts } as const satisfies Record<Language, AlarmTexts>;

export function alarmTexts(language: Language): AlarmTexts {
  return TEXTS[language];
}
