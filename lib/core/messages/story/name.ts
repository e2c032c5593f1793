/** Whom a story is about, as people know it. */
import type { CheckId, Language } from "../../model/check.ts";
import type { LeadCheck, Story } from "../../model/story.ts";
import { cutEnd } from "../cut.ts";
import { formatNumber } from "../number-text.ts";
import { isStorm } from "./matter.ts";
import type { Wording } from "./wording.ts";

const TITLE_MAX = 60;

/** `acme-prod/checkout`, in Korean `acme-prod/결제 API`, of a storm `14 checks in acme-prod`. */
export function nameOf(story: Story, { language, texts }: Wording): string {
  if (isStorm(story)) return texts.checks(formatNumber(story.memberCount), groupOf(story));
  return story.lead === undefined ? story.root.name || story.deployment : nameOfCheck(story.lead, language);
}

/** For first sentences, where there is room: `acme-prod/checkout (Checkout API)`, in Korean `acme-prod/결제 API (acme-prod/checkout)`. */
export function fullNameOf(story: Story, wording: Wording): string {
  const { id, title } = story.lead ?? {};
  if (isStorm(story) || id === undefined || title === undefined || title === id || title === "") return nameOf(story, wording);
  return wording.language === "ko" ? `${nameOf(story, wording)} (${id})` : `${id} (${cutEnd(title, TITLE_MAX)})`;
}

/** As short as can be: a storm without its group, in Korean a title without it too. */
export function shortNameOf(story: Story, wording: Wording): string {
  if (isStorm(story)) return wording.texts.checksAlone(formatNumber(story.memberCount));
  const name = nameOf(story, wording);
  return wording.language === "ko" ? name.slice(name.indexOf("/") + 1) : name;
}

/** The group that all members share, else the deployment. */
export function groupOf({ deployment, lead, members }: Story): string {
  const ids = [...members.map(({ check }) => check), ...(lead === undefined ? [] : [lead.id])];
  const [first, ...others] = new Set(ids.map((id) => groupOfCheck(id)));
  return first === undefined || others.length > 0 ? deployment : first;
}

/** Ids are ASCII, titles are not: Korean readers get the title behind the group. */
function nameOfCheck({ id, title }: LeadCheck, language: Language): string {
  if (language !== "ko" || title === id || title === "") return id;
  const group = groupOfCheck(id);
  return group === id ? title : `${group}/${title}`;
}

function groupOfCheck(id: CheckId): string {
  return id.split("/")[0] ?? id;
}
