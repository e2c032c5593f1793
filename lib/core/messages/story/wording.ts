/** A language with everything that is needed to tell one story in it. */
import type { Language } from "../../model/check.ts";
import type { Story } from "../../model/story.ts";
import { type CauseTexts, causeTexts } from "../causes.ts";
import { formatDay, formatMoment, formatTime, formatUtc, isSameDay } from "../moment.ts";
import { storyTexts } from "../story-texts.ts";
import type { StoryTexts } from "../story-texts-contract.ts";

export interface Wording {
  readonly language: Language;
  readonly texts: StoryTexts;
  readonly causes: CauseTexts;
  /** `Sun 22 Nov 17:21 KST` */
  readonly moment: (atEpochMs: number) => string;
  /** The same in UTC behind it: `Sun 22 Nov 17:21 KST (08:21 UTC)`; said once in a message. */
  readonly momentAndUtc: (atEpochMs: number) => string;
  /** `Sun 22 Nov` */
  readonly day: (atEpochMs: number) => string;
  /** `17:21 KST`, on another day than that of the message `Sat 21 Nov 17:21 KST`. */
  readonly time: (atEpochMs: number) => string;
}

export function wordingOf({ timezone, toldAtEpochMs }: Story, language: Language): Wording {
  const options = { timezone, language };
  return {
    language,
    texts: storyTexts(language),
    causes: causeTexts(language, timezone),
    moment: (atEpochMs) => formatMoment(atEpochMs, options),
    momentAndUtc: (atEpochMs) => {
      const utc = formatUtc(atEpochMs, timezone);
      return `${formatMoment(atEpochMs, options)}${utc === undefined ? "" : ` (${utc})`}`;
    },
    day: (atEpochMs) => formatDay(atEpochMs, options),
    time: (atEpochMs) =>
      isSameDay(atEpochMs, toldAtEpochMs, timezone) ? formatTime(atEpochMs, timezone) : formatMoment(atEpochMs, options),
  };
}
