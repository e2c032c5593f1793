/** Names of contacts lead somewhere, and somebody is told. */
import type { ContactName } from "../../model/check.ts";
import type { Draft, Written } from "../draft.ts";
import { type Fault, faultAt, type Path, warningAt } from "../problem.ts";
import { settle } from "../settled.ts";
import { showText } from "../show.ts";
import { suggester } from "../suggest.ts";

interface Use {
  readonly name: ContactName;
  readonly path: Path;
}

export function contactRules(draft: Draft): Fault[] {
  const unknown = unknownContacts(draft);
  // A name that is misspelt or refused may mean one that then seems unused.
  const areUsesKnown = unknown.length === 0 && !hasUnsoundUse(draft);
  return [...unknown, ...(areUsesKnown ? unusedContacts(draft) : []), ...nobodyIsTold(draft)];
}

function unknownContacts(draft: Draft): Fault[] {
  const names = draft.contacts.map((contact) => contact.name);
  const known = new Set(names);
  const suggest = suggester(names);
  const unknown = usesIn(draft).filter((use) => !known.has(use.name));
  return unknown.map((use) => {
    const nearest = suggest(use.name);
    const fix =
      nearest === undefined
        ? `Write ${use.name} under contacts with its email, sms or slack.`
        : `Did you mean ${showText(nearest)}?`;
    return faultAt(use.path, { code: "unknown-contact", message: `There is no contact ${showText(use.name)}.`, fix });
  });
}

function unusedContacts(draft: Draft): Fault[] {
  const used = new Set(usesIn(draft).map((use) => use.name));
  // Without operators and default contacts, every contact is an operator.
  if (!Object.hasOwn(draft.written, "operators") && !Object.hasOwn(draft.defaults.written, "notify")) return [];
  const unused = draft.contacts.filter((contact) => !used.has(contact.name));
  return unused.map(({ name }) => {
    const message = `The contact ${showText(name)} is never told of anything.`;
    return warningAt(["contacts", name], {
      code: "unused-contact",
      message,
      fix: "Name it under notify or operators, or remove it.",
      at: "key",
    });
  });
}

/** Said once for all checks where no check tells anybody. */
function nobodyIsTold(draft: Draft): Fault[] {
  const silent = draft.checks.filter((check) => settle(draft, check, { key: "notify" }).value?.length === 0);
  const fix = "Write notify: with the name of a contact, here or under defaults.";
  if (silent.length > 1 && silent.length === draft.checks.length) {
    const refusal = { code: "nobody-is-told", message: "No check tells anybody when it fails.", fix, at: "key" } as const;
    return [warningAt(["checks"], refusal)];
  }
  return silent.map((check) => {
    const path = ["checks", check.index];
    const message = `Nobody is told when ${showText(check.sound.id ?? "this check")} fails.`;
    const writtenAt = Object.hasOwn(check.written, "notify") ? "notify" : "id";
    return warningAt([...path, writtenAt], { code: "nobody-is-told", message, fix });
  });
}

function hasUnsoundUse({ written, sound, defaults, checks }: Draft): boolean {
  const isUnsound = (level: { readonly written: Written; readonly sound: object }, key: string) =>
    key in level.written && !(key in level.sound);
  return isUnsound({ written, sound }, "operators") || [defaults, ...checks].some((level) => isUnsound(level, "notify"));
}

function usesIn(draft: Draft): Use[] {
  const inChecks = draft.checks.flatMap(({ index, sound }) => usesOf(sound.notify, ["checks", index, "notify"]));
  return [
    ...usesOf(draft.sound.operators, ["operators"]),
    ...usesOf(draft.defaults.sound.notify, ["defaults", "notify"]),
    ...inChecks,
  ];
}

function usesOf(names: readonly ContactName[] | undefined, path: Path): Use[] {
  return (names ?? []).map((name, index) => ({ name, path: [...path, index] }));
}
