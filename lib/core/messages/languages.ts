/** In which languages a contact is told. */
import type { Config, ContactName } from "../model/check.ts";
import type { PublicationOptions } from "./publication.ts";

/**
 * Its own, else that of the deployment. SMS are in Korean only for a contact that says so itself: one part holds more English,
 * and whoever writes `language: ko` for all has not thought of that.
 */
export function languagesOf(
  contact: ContactName,
  { contacts, language }: Pick<Config, "contacts" | "language">,
): Required<PublicationOptions> {
  const own = contacts.find(({ name }) => name === contact)?.language;
  return { language: own ?? language, smsLanguage: own ?? "en" };
}
