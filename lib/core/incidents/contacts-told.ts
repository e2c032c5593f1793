/** Who is told of anything: where nobody is, there is neither responder nor table of incidents. */
import type { Config, Contact } from "../model/check.ts";

/** Contacts that a check or the operators name, in the order of the file. */
export function contactsTold({ contacts, operators, checks }: Pick<Config, "contacts" | "operators" | "checks">): Contact[] {
  const told = new Set([...operators, ...checks.flatMap(({ notify }) => notify)]);
  return contacts.filter(({ name }) => told.has(name));
}
