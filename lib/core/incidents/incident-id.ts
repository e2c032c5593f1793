/** Short ids that can be said over the phone: letter, digit, letter, digit, without those that look or sound alike. */
import { stableHash } from "../model/hash.ts";
import type { IncidentId } from "../model/incident.ts";

const LETTERS = "abcdefghkmnpqrstvwxyz";
const DIGITS = "23456789";
const PAIRS = 2;

/** The same for the same seed; longer by a pair where the short one is taken. */
export function incidentId(seed: string, taken: ReadonlySet<IncidentId>): IncidentId {
  let rest = stableHash(seed);
  const pick = (characters: string): string => {
    const character = characters.charAt(rest % characters.length);
    rest = Math.floor(rest / characters.length);
    return character;
  };
  let id = "";
  for (let pairs = 0; pairs < PAIRS || taken.has(id); pairs += 1) id += pick(LETTERS) + pick(DIGITS);
  return id;
}
