/** `from: region` or `from: [region, us-east-1, vpc]`: where a check runs from, one place or several. */
import type { Check } from "../model/check.ts";
import { leaf } from "./leaf.ts";
import type { Path, Refuse } from "./problem.ts";
import { AWS_REGIONS } from "./regions.ts";
import { show, showText } from "./show.ts";
import { suggest } from "./suggest.ts";

const PLACES = ["region", "vpc", ...AWS_REGIONS] as const;
type Place = (typeof PLACES)[number];
/** An alarm of CloudWatch looks at no more metrics than this. */
export const PLACES_MAX = 10;

const JSON_SCHEMA = {
  anyOf: [
    { type: "string", enum: PLACES },
    { type: "array", items: { type: "string", enum: PLACES }, minItems: 1, maxItems: PLACES_MAX, uniqueItems: true },
  ],
};

export const places = leaf<Check["from"], Place | readonly Place[]>(readPlaces, JSON_SCHEMA).describe(
  "Where it runs from on AWS: region (that of the deployment), vpc, or other Regions by name; a list for several. Default region.",
);

function readPlaces(value: unknown, refuse: Refuse): Check["from"] | undefined {
  const written: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (written.length > PLACES_MAX) return refuse(tooMany(written.length));
  const read = written.map((place, index) => readPlace(place, refuse, { path: Array.isArray(value) ? [index] : [] }));
  const [first, ...others] = read.filter((place) => place !== undefined);
  if (first === undefined) return written.length === 0 ? refuse(NOWHERE) : undefined;
  if (others.length < read.length - 1 || !areDistinct([first, ...others], refuse)) return undefined;
  return [first, ...others];
}

function readPlace(value: unknown, refuse: Refuse, { path }: { readonly path: Path }): Place | undefined {
  const place = PLACES.find((known) => known === value);
  if (place !== undefined) return place;
  const nearest = typeof value === "string" ? suggest(value, PLACES) : undefined;
  return refuse({
    code: "unknown-value",
    message: `${show(value)} is no place that a check can run from.`,
    fix:
      nearest === undefined
        ? "Write region, vpc, or the name of an AWS Region such as us-east-1."
        : `Did you mean ${showText(nearest)}?`,
    path,
  });
}

function areDistinct(read: readonly Place[], refuse: Refuse): boolean {
  const repeated = read.findIndex((place, index) => read.indexOf(place) < index);
  if (repeated === -1) return true;
  const message = `The check runs from ${showText(read[repeated] ?? "")} already.`;
  refuse({ code: "place-twice", message, fix: "Remove one of the two.", path: [repeated] });
  return false;
}

const NOWHERE = { code: "empty-list", message: "This list is empty.", fix: "Write at least one entry, or remove the key." };

function tooMany(count: number) {
  const message = `${count} places are too many: an alarm of CloudWatch can compare ${PLACES_MAX}.`;
  return { code: "too-many-places", message, fix: "Keep three to five that your users are near to." };
}
