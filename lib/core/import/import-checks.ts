/** The configuration of another monitor -> the text of checks.yaml, and a report of what could not be carried over. Pure. */
import { compile } from "../config/compile.ts";
import { deploymentName } from "../config/names.ts";
import { type Fault, formatPath } from "../config/problem.ts";
import { safeName, safeText } from "../messages/safe-text.ts";
import { findReferences } from "../run/secrets.ts";
import type { Converted, ForeignFile, ForeignItem, Loss, Written } from "./foreign.ts";
import { type FileFormat, readForeignFile } from "./formats.ts";
import { assignIds } from "./ids.ts";
import { type RenderedCheck, renderChecks } from "./render.ts";
import { SecretNames } from "./secret-names.ts";
import { shareDefaults } from "./share-defaults.ts";

const DEFAULT_NAME = "imported";
/** Far more than a deployment holds. */
const ITEMS_MAX = 5_000;
/** `checks[0]` */
const CHECK_PATH_LENGTH = 2;

export interface ImportOptions {
  /** Default: what the file looks like. */
  readonly format?: FileFormat;
  /** Text of a Prometheus configuration, which holds the targets of blackbox_exporter's modules. */
  readonly prometheus?: string;
  /** Of the deployment. */
  readonly name?: string;
  /** Where editors find the schema, seen from the folder in which checks.yaml will stand; absent: nowhere. */
  readonly schema?: string;
}

export interface Finding extends Loss {
  /** Name of the monitor or of a part of the file, as the other tool shows it. */
  readonly subject: string;
  /** `left-out`: there is no such check; `partly`: there is, without this. */
  readonly extent: "left-out" | "partly";
  /** Of the check, where there is one. */
  readonly check?: string;
}

export interface Imported {
  readonly tool: string;
  /** Text of checks.yaml without errors; empty where nothing at all could be carried over. */
  readonly yaml: string;
  readonly monitors: number;
  readonly checks: number;
  readonly findings: readonly Finding[];
  /** Environment variables that the checks refer to. */
  readonly secretNames: readonly string[];
}

/** A sentence with the cure where the text cannot be read. */
export function importChecks(text: string, options: ImportOptions = {}): Imported | { readonly unreadable: string } {
  const { name = DEFAULT_NAME } = options;
  if (!deploymentName.safeParse(name).success)
    return { unreadable: `${safeName(name)} cannot name a deployment: write letters, digits and -.` };
  const file = readForeignFile(text, options);
  if ("unreadable" in file) return file;
  if (file.items.length > ITEMS_MAX) return { unreadable: `The file has more than ${ITEMS_MAX} monitors: split it.` };
  const secrets = new SecretNames();
  const ids = assignIds(file.items);
  const results = file.items.map((item, index) => convertItem(item, { id: ids[index] ?? "", file, secrets }));
  const checks = results.flatMap(({ rendered }) => (rendered === undefined ? [] : [rendered]));
  const secretNames = namesUsed(checks, secrets);
  const active = checks.filter(({ isPaused }) => !isPaused);
  return {
    tool: file.tool,
    yaml: active.length === 0 ? "" : toYaml(checks, { ...options, name, file, secretNames }),
    monitors: file.items.length,
    checks: active.length,
    findings: [...results.flatMap(({ findings }) => findings), ...file.losses.map(ofFile)],
    secretNames,
  };
}

/** Those of checks that were left out again are not needed. */
function namesUsed(checks: readonly RenderedCheck[], secrets: SecretNames): string[] {
  const used = new Set(findReferences(checks).map(({ name }) => name));
  return secrets.all.filter((name) => used.has(name));
}

interface YamlContext {
  readonly name: string;
  readonly file: ForeignFile;
  readonly secretNames: readonly string[];
  readonly schema?: string;
}

function toYaml(checks: readonly RenderedCheck[], { name, file, schema, secretNames }: YamlContext): string {
  const shared = shareDefaults(checks.map(({ check }) => check));
  return renderChecks({
    name,
    tool: file.tool,
    contacts: file.contacts.filter((contact) => checks.some(({ check }) => notifies(check, contact.name))),
    defaults: shared.defaults,
    checks: checks.map((one, index) => ({ ...one, check: shared.checks[index] ?? one.check })),
    secretNames,
    ...(schema !== undefined && { schema }),
  });
}

function ofFile({ subject, what, todo }: ForeignFile["losses"][number]): Finding {
  return { subject: safeName(subject), extent: "left-out", what: safeName(what), todo };
}

interface ItemContext {
  readonly id: string;
  readonly file: ForeignFile;
  readonly secrets: SecretNames;
}

interface ItemResult {
  readonly rendered?: RenderedCheck;
  readonly findings: readonly Finding[];
}

function convertItem(item: ForeignItem, { id, file, secrets }: ItemContext): ItemResult {
  const subject = safeName(item.name);
  const converted = verified(titled(item.convert({ id, secrets }), { id, item }), { id, file });
  if ("impossible" in converted) {
    const { what, todo } = converted.impossible;
    return { findings: [{ subject, extent: "left-out", what: safeName(what), todo }] };
  }
  const { check, losses } = converted;
  const partly = losses.map(({ what, todo }): Finding => ({ subject, extent: "partly", check: id, what: safeName(what), todo }));
  const { comments, isPaused } = item;
  return {
    rendered: { id, check, comments, losses, isPaused },
    findings: isPaused
      ? [{ subject, extent: "left-out", what: "it is paused", todo: "It stands in the file as a comment." }]
      : partly,
  };
}

function titled(converted: Converted, { id, item }: { readonly id: string; readonly item: ForeignItem }): Converted {
  if ("impossible" in converted) return converted;
  const title = safeName(item.name).slice(0, 200).trim();
  return title === "" || title === id ? converted : { ...converted, check: { title, ...converted.check } };
}

/** What we would refuse ourselves is never written: so the file is valid whatever it was made from. */
function verified(converted: Converted, { id, file }: { readonly id: string; readonly file: ForeignFile }): Converted {
  if ("impossible" in converted) return converted;
  const told = file.contacts.filter(({ name }) => notifies(converted.check, name));
  const contacts = Object.fromEntries(told.map(({ name, emails }) => [name, { email: emails }]));
  const compiled = compile({ name: DEFAULT_NAME, contacts, checks: [{ id, ...converted.check }] });
  const fault = "config" in compiled ? undefined : compiled.faults.find(({ severity }) => severity === "error");
  return fault === undefined ? converted : { impossible: refusalOf(fault) };
}

/** What we would say of it ourselves; what stands before an @ may be a password. */
function refusalOf({ fix, message, path }: Fault): Loss {
  const shown = (text: string) => safeText(text).replaceAll(/"[^"]*@[^"]*"/g, '"***"');
  const place = formatPath(path.slice(CHECK_PATH_LENGTH));
  return { what: `${place}: ${shown(message).replace(/\.$/, "")}`, todo: shown(fix) };
}

function notifies(check: Written, name: string): boolean {
  return Array.isArray(check.notify) && check.notify.includes(name);
}
