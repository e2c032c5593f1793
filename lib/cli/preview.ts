/** `bongsu preview <id>`: messages about a check exactly as they would be sent, of troubles that are made up. Sends nothing. */
import { formatProblem } from "../core/config/format-problem.ts";
import { loadConfigFile } from "../core/config/index.ts";
import { suggest } from "../core/config/suggest.ts";
import { blocksOf, type EveryForm, renderEveryForm } from "../core/messages/every-form.ts";
import { type ExampleContext, exampleStory } from "../core/messages/examples/example-story.ts";
import type { Config, Language } from "../core/model/check.ts";
import type { ChannelKind } from "../core/model/incident.ts";
import type { StoryType } from "../core/model/story.ts";
import { systemClock } from "../core/time/clock.ts";
import { ExitCode } from "./exit-code.ts";
import type { Output } from "./output.ts";

export interface PreviewOptions {
  readonly id: string;
  /** Path of the configuration. */
  readonly config: string;
  readonly as: readonly StoryType[];
  readonly channels: readonly ChannelKind[];
  /** Default: the configuration's. */
  readonly language?: Language;
  /** Default English, as they are sent. */
  readonly smsLanguage?: Language;
  readonly json: boolean;
  readonly output: Output;
}

/** Exit code: 0 shown, 2 configuration wrong, 3 no such file or check. */
export async function preview(options: PreviewOptions): Promise<number> {
  const { as, json, output } = options;
  const loaded = await loadConfigFile(options.config);
  if ("unreadable" in loaded) return refuse(loaded.unreadable, output);
  if ("problems" in loaded) {
    for (const problem of loaded.problems) output.error(`${formatProblem(problem, loaded.text)}\n\n`);
    return ExitCode.configurationWrong;
  }
  const example = exampleOf(loaded.config, options);
  if ("refusal" in example) return refuse(example.refusal, output);
  const forms = { language: loaded.config.language, ...options };
  const messages = as.map((type) => ({ type, ...renderEveryForm(exampleStory(type, example), forms) }));
  output.write(json ? toJson(messages, options) : toText(messages, options));
  return ExitCode.allGood;
}

function exampleOf({ checks, name, timezone }: Config, { config, id }: PreviewOptions): ExampleContext | { refusal: string } {
  const check = checks.find((candidate) => candidate.id === id);
  const ids = checks.map((candidate) => candidate.id);
  if (check === undefined) {
    const near = suggest(id, ids);
    return { refusal: `There is no check ${id} in ${config}.${near === undefined ? "" : ` Did you mean ${near}?`}` };
  }
  const others = ids.filter((other) => other !== id);
  return { check, others, timezone, deployment: name, nowEpochMs: systemClock.epochMs() };
}

type Message = EveryForm & { readonly type: StoryType };

function toJson(messages: readonly Message[], { id }: PreviewOptions): string {
  return `${JSON.stringify({ schemaVersion: 1, isExample: true, check: id, messages }, null, 2)}\n`;
}

function toText(messages: readonly Message[], { id }: PreviewOptions): string {
  const blocks = messages.flatMap(({ type, ...forms }) =>
    blocksOf(forms).map(({ text, title }) => `--- ${type} · ${title} ---\n${text}\n`),
  );
  return [`Examples for ${id}: nothing happened, and nothing is sent.\n`, ...blocks].join("\n");
}

function refuse(sentence: string, output: Output): number {
  output.error(`${sentence}\n`);
  return ExitCode.couldNotRun;
}
