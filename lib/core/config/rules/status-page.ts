/** Status pages name groups that exist and show something; a service is one that runs, under a name of its own. */
import { groupOf } from "../../model/check.ts";
import { slugOf } from "../../status-page/slug.ts";
import type { CheckDraft, Draft } from "../draft.ts";
import { type Fault, faultAt, type Path, warningAt } from "../problem.ts";
import { showText } from "../show.ts";
import { groupsShown } from "../status-pages.ts";
import { suggester } from "../suggest.ts";

export function statusPageRules(draft: Draft): Fault[] {
  const unknown = unknownGroups(draft);
  return [...unknown, ...(unknown.length === 0 ? emptyPages(draft) : []), ...draft.checks.flatMap(unprobed), ...sameNames(draft)];
}

interface Use {
  readonly group: string;
  readonly path: Path;
  readonly at: "key" | "value";
}

function unknownGroups(draft: Draft): Fault[] {
  // An id that is refused for its letters is written all the same.
  const ids = draft.checks.map(({ written }) => written.id).filter((id) => typeof id === "string");
  const groups = [...new Set(ids.map(groupOf))];
  const suggest = suggester(groups);
  const unknown = usesIn(draft).filter(({ group }) => !groups.includes(group));
  return unknown.map(({ at, group, path }) => {
    const nearest = suggest(group);
    const fix =
      nearest === undefined ? "Write what stands before the / in the id of a check." : `Did you mean ${showText(nearest)}?`;
    return faultAt(path, { code: "unknown-group", message: `No check is in the group ${showText(group)}.`, fix, at });
  });
}

function usesIn({ sound: { statusPage } }: Draft): Use[] {
  if (typeof statusPage !== "object") return [];
  const { groups = [], title } = statusPage;
  const titled = typeof title === "object" ? Object.keys(title) : [];
  return [
    ...groups.map((group, index): Use => ({ group, path: ["statusPage", "groups", index], at: "value" })),
    ...titled.map((group): Use => ({ group, path: ["statusPage", "title", group], at: "key" })),
  ];
}

/** The names that we use are not for customers: without a publicTitle a check is not shown. */
function emptyPages(draft: Draft): Fault[] {
  const { statusPage } = draft.sound;
  if (statusPage === undefined || statusPage === false) return [];
  const fix = "Write publicTitle: at its checks, with the name that customers know.";
  const shown = groupsShown(draft);
  const groups = statusPage === true ? undefined : statusPage.groups;
  if (groups === undefined) {
    if (shown.length > 0) return [];
    const message = "No check has a publicTitle, so there is no status page.";
    return [warningAt(["statusPage"], { code: "empty-status-page", message, fix, at: "key" })];
  }
  return groups.flatMap((group, index) => {
    if (shown.includes(group)) return [];
    const message = `No check of the group ${showText(group)} has a publicTitle, so it has no status page.`;
    return [warningAt(["statusPage", "groups", index], { code: "empty-status-page", message, fix })];
  });
}

function unprobed({ index, kind, sound: { publicTitle } }: CheckDraft): Fault[] {
  if (kind !== "logs" || publicTitle === undefined) return [];
  const message = "A check of kind logs is never run, so a status page could not say whether it works.";
  const refusal = { code: "public-title-without-run", message, fix: "Remove publicTitle from this check.", at: "key" } as const;
  return [faultAt(["checks", index, "publicTitle"], refusal)];
}

/** Of one group: customers could not tell them apart, and neither could their addresses. */
function sameNames({ checks }: Draft): Fault[] {
  const seen = new Set<string>();
  return checks.flatMap(({ index, sound: { id = "", publicTitle } }) => {
    if (publicTitle === undefined) return [];
    const name = `${groupOf(id)}/${slugOf(publicTitle)}`;
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const message = `Two checks of one group have the publicTitle ${showText(publicTitle)}, or one that reads the same in an address.`;
    const fix = "Give each check a publicTitle of its own.";
    return [faultAt(["checks", index, "publicTitle"], { code: "duplicate-public-title", message, fix })];
  });
}
