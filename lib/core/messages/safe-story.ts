/** The door through which every story passes before it is told: all its texts are made safe at once, so that no renderer can forget one. */
import type { Story } from "../model/story.ts";
import { cutEnd } from "./cut.ts";
import { safeLink, safeName, safeText } from "./safe-text.ts";

/** Keys whose texts are names from the configuration; `fine` holds ids of checks. */
const NAMES: ReadonlySet<string> = new Set(
  "check id name title deployment location incident source series fine timezone".split(" "),
);
const LINKS: ReadonlySet<string> = new Set(["dashboard", "runbook", "page"]);
/** Parts in which a name may come from anywhere. */
const FOREIGN: ReadonlySet<string> = new Set(["diagnosis", "outcome", "was"]);
const LIST_MAX = 50;
const INCIDENT_MAX = 8;

export function safeStory(story: Story): Story {
  const safe = withSafeTexts(story, { key: "", isForeign: false });
  return { ...safe, incident: cutEnd(safe.incident, INCIDENT_MAX) };
}

function safeByKey(text: string, key: string): string {
  if (LINKS.has(key)) return safeLink(text);
  return NAMES.has(key) ? safeName(text) : safeText(text);
}

interface Place {
  readonly key: string;
  readonly isForeign: boolean;
}

/** The same value with every text made safe and every list bounded. Keys are ours, except those of facts, which nobody prints. */
function withSafeTexts<Value>(value: Value, place: Place): Value;
function withSafeTexts(value: unknown, { isForeign, key }: Place): unknown {
  if (typeof value === "string") return isForeign ? safeText(value) : safeByKey(value, key);
  if (Array.isArray(value)) return value.slice(0, LIST_MAX).map((item) => withSafeTexts(item, { isForeign, key }));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, part]) => [
    name,
    withSafeTexts(part, { key: name, isForeign: isForeign || FOREIGN.has(name) }),
  ]);
  return Object.fromEntries(entries);
}
