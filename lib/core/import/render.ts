/** Checks, contacts and comments -> the text of checks.yaml. */
import { safeName } from "../messages/safe-text.ts";
import type { ForeignContact, Loss, Written } from "./foreign.ts";
import { yamlLines } from "./yaml-text.ts";

export interface RenderedCheck {
  readonly id: string;
  readonly check: Written;
  readonly comments: readonly string[];
  readonly losses: readonly Loss[];
  readonly isPaused: boolean;
}

export interface RenderInput {
  readonly name: string;
  readonly tool: string;
  readonly contacts: readonly ForeignContact[];
  /** What the checks share. */
  readonly defaults: Written;
  readonly checks: readonly RenderedCheck[];
  readonly secretNames: readonly string[];
  /** Where editors find the schema, seen from the folder of the file; absent: nowhere. */
  readonly schema?: string;
}

/** Comments of hostile origin stay on their line. */
export function renderChecks(input: RenderInput): string {
  const lines = [
    ...(input.schema === undefined ? [] : [`# yaml-language-server: $schema=${input.schema}`]),
    `# Imported from ${input.tool}. What could not be carried over stands above the check that it belongs to.`,
    ...secretComment(input.secretNames),
    ...yamlLines({ name: input.name }, ""),
    ...contactLines(input.contacts),
    ...(Object.keys(input.defaults).length === 0 ? [] : yamlLines({ defaults: input.defaults }, "")),
    ...checksLines(input.checks),
  ];
  return `${lines.join("\n")}\n`;
}

function secretComment(names: readonly string[]): string[] {
  if (names.length === 0) return [];
  return [
    "# Secrets were not copied. On this computer set the variables; on AWS write ${secret:name} in place of ${env:NAME}:",
    ...names.map((name) => `#   ${name}`),
  ];
}

function contactLines(contacts: readonly ForeignContact[]): string[] {
  if (contacts.length === 0) {
    return [
      "# Nobody is told yet: name a contact, and write notify: [oncall] under defaults.",
      "# contacts: { oncall: { email: [oncall@acme.example] } }",
    ];
  }
  const written = Object.fromEntries(contacts.map(({ name, emails }) => [name, { email: emails }]));
  return ["contacts:", ...yamlLines(written, "  ")];
}

function checksLines(checks: readonly RenderedCheck[]): string[] {
  const groups = Map.groupBy(checks, ({ id }) => (id.includes("/") ? id.slice(0, id.indexOf("/")) : ""));
  const lines = [...groups].flatMap(([group, members]) => [
    "",
    ...(group === "" ? [] : [`  # --- ${group} ---`]),
    ...members.flatMap(checkLines),
  ]);
  return ["checks:", ...lines.slice(lines[0] === "" ? 1 : 0)];
}

function checkLines({ id, check, comments, losses, isPaused }: RenderedCheck): string[] {
  const [first = "", ...others] = yamlLines({ id, ...check }, "");
  const body = [`  - ${first}`, ...others.map((line) => `    ${line}`)];
  return [
    ...comments.map((comment) => `  # ${safeName(comment)}`),
    ...losses.map(({ what, todo }) => `  # not carried over: ${safeName(what)}. ${todo}`),
    ...(isPaused ? ["  # paused there:", ...body.map((line) => `  # ${line.slice(2)}`)] : body),
  ];
}
