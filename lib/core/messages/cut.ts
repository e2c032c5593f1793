/** Texts cut to a size, whatever the size is counted in: columns, septets, letters. What was cut shows as two dots. */

/** What one character counts. */
export type Weigh = (character: string) => number;

/** UTF-16 code units: what SNS and UCS-2 count. */
export function codeUnits(character: string): number {
  return character.length;
}

export function weightOf(text: string, weigh: Weigh): number {
  let weight = 0;
  for (const character of text) weight += weigh(character);
  return weight;
}

export function cutEnd(text: string, max: number, weigh: Weigh = codeUnits): string {
  return weightOf(text, weigh) <= max ? text : `${takeStart(text, Math.max(0, max - 2), weigh).trimEnd()}..`;
}

/** Ids differ at their ends: `acme-pr..heckout`. */
export function cutMiddle(text: string, max: number, weigh: Weigh = codeUnits): string {
  if (weightOf(text, weigh) <= max) return text;
  const kept = Math.max(0, max - 2);
  return `${takeStart(text, Math.floor(kept / 2), weigh)}..${takeEnd(text, Math.ceil(kept / 2), weigh)}`;
}

export function takeStart(text: string, max: number, weigh: Weigh): string {
  let taken = "";
  let weight = 0;
  for (const character of text) {
    weight += weigh(character);
    if (weight > max) break;
    taken += character;
  }
  return taken;
}

export function takeEnd(text: string, max: number, weigh: Weigh): string {
  let taken = "";
  let weight = 0;
  for (const character of [...text].reverse()) {
    weight += weigh(character);
    if (weight > max) break;
    taken = character + taken;
  }
  return taken;
}
