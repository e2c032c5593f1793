/** GSM 03.38, the alphabet in which one SMS part holds 160 septets. One letter outside of it turns the whole message to UCS-2: 70. */
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
  "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/** Written with an escape before them. */
const EXTENDED = "^{}\\[~]|€";
/** What stands closest in the alphabet. */
const LIKENESSES: readonly (readonly [letters: RegExp, likeness: string])[] = [
  [/[‘’‚‛`´′]/g, "'"],
  [/[“”„‟″«»]/g, '"'],
  [/[‐‑‒–—―−]/g, "-"],
  [/[•·∗]/g, "*"],
  [/…/g, "..."],
  [/→/g, "->"],
  [/×/g, "x"],
  [/≥/g, ">="],
  [/≤/g, "<="],
  [/\s+/g, " "],
];

/** Septets of one character; `undefined` if the alphabet has no such letter. */
function septetsOf(character: string): number | undefined {
  if (BASIC.includes(character)) return 1;
  return EXTENDED.includes(character) ? 2 : undefined;
}

/** For text that has been through `toGsm7`. */
export function weighSeptets(character: string): number {
  return septetsOf(character) ?? 1;
}

export function isGsm7(text: string): boolean {
  return [...text].every((character) => septetsOf(character) !== undefined);
}

/** The same text in letters of the alphabet: accents that it lacks are dropped, what it cannot say at all becomes one `?`. */
export function toGsm7(text: string): string {
  const likened = LIKENESSES.reduce((likely, [letters, likeness]) => likely.replaceAll(letters, likeness), text);
  const letters = Array.from(likened.normalize("NFC"), (character) => (isGsm7(character) ? character : withoutAccent(character)));
  return letters.join("").replaceAll(/\0+/g, "?");
}

/** NUL stands for what cannot be said until neighbours have become one. */
function withoutAccent(character: string): string {
  const bare = character.normalize("NFKD").replaceAll(/\p{M}/gu, "");
  return bare !== "" && isGsm7(bare) ? bare : "\0";
}
