/** What is said of a group is said of one that has checks. */
import { groupOf } from "../../model/check.ts";
import type { Draft } from "../draft.ts";
import { type Fault, faultAt } from "../problem.ts";
import { showText } from "../show.ts";
import { suggester } from "../suggest.ts";

export function groupRules({ checks, sound }: Draft): Fault[] {
  // An id that is refused for its letters is written all the same.
  const ids = checks.map(({ written }) => written.id).filter((id) => typeof id === "string");
  const groups = [...new Set(ids.map(groupOf))].filter((group) => group !== "");
  const suggest = suggester(groups);
  const unknown = Object.keys(sound.groups ?? {}).filter((name) => !groups.includes(name));
  return unknown.map((name) => {
    const nearest = suggest(name);
    const fix =
      nearest === undefined ? "Write what stands before the / in the id of a check." : `Did you mean ${showText(nearest)}?`;
    const refusal = { code: "unknown-group", message: `No check is in the group ${showText(name)}.`, fix, at: "key" } as const;
    return faultAt(["groups", name], refusal);
  });
}
