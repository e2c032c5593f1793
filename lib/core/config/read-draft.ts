/** An outside value -> a draft, and everything that is wrong with its single values. */
import { z } from "zod";
import { contact } from "./contact.ts";
import type { ContactDraft, Draft, Written } from "./draft.ts";
import { parseWith } from "./faults-of-zod.ts";
import { contactName } from "./names.ts";
import { type Fault, faultAt, type Path } from "./problem.ts";
import { readCheck } from "./read-check.ts";
import { readKeys, unknownKeys } from "./read-keys.ts";
import { sharedShape, topShape } from "./schema.ts";
import { show } from "./show.ts";

const CHECKS_MAX = 20_000;

const NOTHING_READ: Draft = { written: {}, sound: {}, defaults: { written: {}, sound: {} }, contacts: [], checks: [] };
const anyMap = z.record(z.string(), z.unknown());

interface DraftRead {
  readonly draft: Draft;
  readonly faults: readonly Fault[];
}

export function readDraft(value: unknown): DraftRead {
  const { written: top, faults } = readMap(value, []);
  if (top === undefined) return { draft: NOTHING_READ, faults };
  const { contacts: _contacts, defaults: _defaults, ...plainShape } = topShape;
  const own = readKeys(plainShape, top, { path: [] });
  const unknown = unknownKeys([...Object.keys(topShape), "checks"], top, { path: [] });
  const defaults = readDefaults(top);
  const contacts = readContacts(top);
  const checks = readChecks(top);
  return {
    draft: { written: top, sound: own.sound, defaults: defaults.value, contacts: contacts.value, checks: checks.value },
    faults: [{ faults: own.faults }, { faults: unknown }, defaults, contacts, checks].flatMap((part) => part.faults),
  };
}

function readDefaults(top: Written) {
  if (!Object.hasOwn(top, "defaults")) return { value: { written: {}, sound: {} }, faults: [] };
  const path = ["defaults"];
  const { written = {}, faults } = readMap(top.defaults, path);
  const keys = readKeys(sharedShape, written, { path });
  const unknown = unknownKeys(Object.keys(sharedShape), written, { path });
  return { value: { written, sound: keys.sound }, faults: [...faults, ...keys.faults, ...unknown] };
}

function readContacts(top: Written): { value: ContactDraft[]; faults: Fault[] } {
  if (!Object.hasOwn(top, "contacts")) return { value: [], faults: [] };
  const { written = {}, faults } = readMap(top.contacts, ["contacts"]);
  const read = Object.entries(written).map(([name, value]) => readContact(name, value));
  return { value: read.map((entry) => entry.draft), faults: [...faults, ...read.flatMap((entry) => entry.faults)] };
}

function readContact(name: string, value: unknown): { draft: ContactDraft; faults: readonly Fault[] } {
  const path = ["contacts", name];
  const nameRead = parseWith(contactName, name, { path });
  const parsed = parseWith(contact, value, { path });
  const nameFaults = "faults" in nameRead ? nameRead.faults : [];
  if ("faults" in parsed) return { draft: { name }, faults: [...nameFaults, ...parsed.faults] };
  return { draft: { name, contact: { name, ...parsed.value } }, faults: nameFaults };
}

function readChecks(top: Written) {
  const listed = listOfChecks(top);
  if ("fault" in listed) return { value: [], faults: [listed.fault] };
  const read = listed.entries.map((entry, index) => {
    const { written, faults } = readMap(entry, ["checks", index]);
    return written === undefined ? { draft: undefined, faults } : readCheck(written, index);
  });
  const value = read.map((check) => check.draft).filter((draft) => draft !== undefined);
  return { value, faults: read.flatMap((check) => check.faults) };
}

function listOfChecks({ checks }: Written): { entries: readonly unknown[] } | { fault: Fault } {
  const fix = "Write checks: and below it one entry a check, each beginning with - id:.";
  const fault = (code: string, message: string) => ({ fault: faultAt(["checks"], { code, message, fix, at: "key" }) });
  if (checks === undefined) return fault("missing-key", 'The key "checks" is missing here.');
  if (!Array.isArray(checks)) return fault("list-expected", `${show(checks)} stands where the list of checks belongs.`);
  if (checks.length === 0) return fault("empty-list", "There is no check.");
  if (checks.length <= CHECKS_MAX) return { entries: checks };
  const message = `${checks.length} checks are more than one deployment can hold: at most ${CHECKS_MAX}.`;
  return {
    fault: faultAt(["checks"], { code: "too-many-checks", message, fix: "Split the file into several deployments.", at: "key" }),
  };
}

function readMap(value: unknown, path: Path): { written?: Written; faults: readonly Fault[] } {
  const parsed = parseWith(anyMap, value, { path });
  return "faults" in parsed ? parsed : { written: parsed.value, faults: [] };
}
