/** `bongsu preview <id>`: messages about a check exactly as they would be sent, of troubles that are made up. Sends nothing. */
import { formatProblem } from "../core/config/format-problem.ts";
import { loadConfigFile } from "../core/config/index.ts";
import { suggest } from "../core/config/suggest.ts";
import { blocksOf, type EveryForm, type FormOptions, renderEveryForm } from "../core/messages/every-form.ts";
import { exampleStory } from "../core/messages/examples/example-story.ts";
import { languagesOf } from "../core/messages/languages.ts";
import type { PublicationOptions } from "../core/messages/publication.ts";
import type { Check, Config, ContactName, Language } from "../core/model/check.ts";
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
  /** Default: as each contact is told. */
  readonly language?: Language;
  readonly smsLanguage?: Language;
  readonly json: boolean;
  readonly output: Output;
}

/** Exit code: 0 shown, 2 configuration wrong, 3 no such file or check. */
export async function preview(options: PreviewOptions): Promise<number> {
  const { json, output } = options;
  const loaded = await loadConfigFile(options.config);
  if ("unreadable" in loaded) return refuse(loaded.unreadable, output);
  if ("problems" in loaded) {
    for (const problem of loaded.problems) output.error(`${formatProblem(problem, loaded.text)}\n\n`);
    return ExitCode.configurationWrong;
  }
  const { config } = loaded;
  const check = config.checks.find(({ id }) => id === options.id);
  if (check === undefined) return refuse(noSuchCheck(config, options), output);
  const messages = exampleMessages(check, config, { ...options, ...(!json && output.columns && { columns: output.columns }) });
  output.write(json ? toJson(messages, options) : previewText(messages, options));
  return ExitCode.allGood;
}

function noSuchCheck({ checks }: Config, { config, id }: PreviewOptions): string {
  const near = suggest(
    id,
    checks.map((candidate) => candidate.id),
  );
  return `There is no check ${id} in ${config}.${near === undefined ? "" : ` Did you mean ${near}?`}`;
}

export interface ExampleOptions extends Partial<FormOptions> {
  readonly as: readonly StoryType[];
}

/** In the languages of those whom the check notifies, unless others are asked for. */
export function exampleMessages(check: Check, config: Config, { as, ...forms }: ExampleOptions): ExampleMessage[] {
  const { checks, name: deployment, timezone } = config;
  const others = checks.map(({ id }) => id).filter((other) => other !== check.id);
  const context = { check, others, timezone, deployment, nowEpochMs: systemClock.epochMs() };
  const audiences = audiencesOf(check, config, forms);
  return as.flatMap((type) =>
    audiences.map(({ contacts, languages }) => ({
      type,
      ...(audiences.length > 1 && { contacts }),
      ...renderEveryForm(exampleStory(type, context), { ...forms, ...languages }),
    })),
  );
}

interface Audience {
  readonly contacts: readonly ContactName[];
  readonly languages: Required<PublicationOptions>;
}

/** Contacts that read the same messages. Where nobody is notified, the messages are as for a contact without a language of its own. */
function audiencesOf({ notify }: Check, config: Config, { language, smsLanguage }: Partial<FormOptions>): Audience[] {
  const readers = (notify.length === 0 ? [""] : notify).map((contact) => {
    const own = languagesOf(contact, config);
    return { contact, languages: { language: language ?? own.language, smsLanguage: smsLanguage ?? own.smsLanguage } };
  });
  const alike = Map.groupBy(readers, ({ languages }) => `${languages.language} ${languages.smsLanguage}`);
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [{ contacts: same.map(({ contact }) => contact), languages: first.languages }];
  });
}

export type ExampleMessage = EveryForm & {
  readonly type: StoryType;
  /** Who gets it; absent where all get the same. */
  readonly contacts?: readonly ContactName[];
};

function toJson(messages: readonly ExampleMessage[], { id }: PreviewOptions): string {
  return `${JSON.stringify({ schemaVersion: 1, isExample: true, check: id, messages }, null, 2)}\n`;
}

/** Says first that nothing happened. */
export function previewText(messages: readonly ExampleMessage[], { id }: { readonly id: string }): string {
  const blocks = messages.flatMap(({ contacts, type, ...forms }) => {
    const to = contacts === undefined ? "" : ` to ${contacts.join(", ")}`;
    const told = blocksOf(forms).map(({ text, title }) => `--- ${type}${to} · ${title} ---\n${text}\n`);
    const way = wayOf({ type, ...forms });
    return way === undefined ? told : [`--- ${type}${to} ---\n${way}\n`, ...told];
  });
  return [`Examples for ${id}: nothing happened, and nothing is sent.\n`, ...blocks].join("\n");
}

/** `undefined` of what is sent by every way, by itself. */
function wayOf({ type, waitsForDigest }: ExampleMessage): string | undefined {
  if (type === "digest") return "Sent by mail and Slack, never by SMS.";
  return waitsForDigest && "A warning: it is one line of the hourly digest, by mail and Slack, never an SMS. The whole story:";
}

function refuse(sentence: string, output: Output): number {
  output.error(`${sentence}\n`);
  return ExitCode.couldNotRun;
}
