/** A message in a terminal, as it is printed: a headline, then a label and its answer, wrapped to the width that is there. */
import type { Language } from "../model/check.ts";
import type { Story } from "../model/story.ts";
import { COLUMNS } from "./labelled-lines.ts";
import { safeStory } from "./safe-story.ts";
import { briefOf } from "./story/brief.ts";
import { headlineOf } from "./story/headline.ts";
import { linksOf, nextStepsOf } from "./story/what-next.ts";
import { type Wording, wordingOf } from "./story/wording.ts";
import { hang, padEndTo, wordsOf, wrapWords } from "./text-width.ts";

const INDENT = "   ";
const LABEL_COLUMNS = 6;
const HANGING_COLUMNS = INDENT.length + LABEL_COLUMNS;

export interface TerminalOptions {
  readonly language: Language;
  /** How wide lines may be; only a command or an address that is to be copied may be wider. Default 80. */
  readonly columns?: number;
}

/** Lines without line breaks and control characters. */
export function renderTerminal(story: Story, { language, columns = COLUMNS }: TerminalOptions): string[] {
  const safe = safeStory(story);
  const wording = wordingOf(safe, language);
  const { labels } = wording.texts;
  const room = { columns: columns - HANGING_COLUMNS, command: safe.lead?.repeat };
  const answers = [...briefOf(safe, wording), ...nextOf(safe, wording).map((text) => ({ label: "next", text }) as const)];
  return [
    ...hang(wrapAnswer(headlineOf(safe, wording), room), { head: ` ${iconOf(safe)} `, indent: HANGING_COLUMNS }),
    ...answers.flatMap(({ label, text }) =>
      hang(wrapAnswer(text, room), { head: `${INDENT}${padEndTo(labels[label], LABEL_COLUMNS)}` }),
    ),
  ];
}

function iconOf({ severity, type }: Story): string {
  if (type === "resolved") return "✓";
  return severity === "critical" ? "✕" : "~";
}

function nextOf(story: Story, wording: Wording): string[] {
  const hasSteps = story.type !== "resolved" && story.type !== "digest" && !(story.type === "drill" && story.about === undefined);
  return [
    ...(hasSteps ? nextStepsOf(story, wording) : []),
    ...linksOf(story, wording).map(({ label, url }) => `${label} ${url}`),
  ];
}

interface Room {
  readonly columns: number;
  /** Broken, it would be copied in parts. */
  readonly command?: string | undefined;
}

function wrapAnswer(text: string, { columns, command = "" }: Room): string[] {
  const isCommand = command !== "" && text.endsWith(` ${command}`);
  const words = isCommand ? [...wordsOf(text.slice(0, -command.length - 1), columns), command] : wordsOf(text, columns);
  return wrapWords(words, columns);
}
