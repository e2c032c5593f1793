/** What is written of status pages -> the pages: one a group that has something to show. */
import { groupOf, type StatusPage } from "../model/check.ts";
import type { Draft } from "./draft.ts";

export function statusPagesOf(draft: Draft): StatusPage[] {
  const { language = "en", statusPage } = draft.sound;
  if (statusPage === undefined || statusPage === false) return [];
  const options = statusPage === true ? {} : statusPage;
  const shown = groupsShown(draft);
  const wanted = options.groups ?? shown;
  return [...new Set(wanted)]
    .filter((group) => shown.includes(group))
    .map((group) => {
      const title = typeof options.title === "string" ? options.title : options.title?.[group];
      return { group, language: options.language ?? language, ...(title !== undefined && { title }) };
    });
}

/** Groups with a check that customers have a name for, in file order. */
export function groupsShown({ checks }: Draft): string[] {
  const shown = checks.filter(({ sound }) => sound.publicTitle !== undefined);
  return [...new Set(shown.map(({ sound }) => groupOf(sound.id ?? "")))];
}
