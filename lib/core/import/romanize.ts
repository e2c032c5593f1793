/** Names in any script -> ASCII, for ids. Hangul by the Revised Romanization, letter by letter, so that a name always reads the same. */
const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;
const INITIALS = "g kk n d tt r m b pp s ss - j jj ch k t p h".split(" ").map((letter) => letter.replace("-", ""));
const VOWELS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split(" ");
const FINALS = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split(" ").map((letter) => letter.replace("-", ""));

/** Lower case, words joined by "-"; empty where no letter of the name has an equal in ASCII. */
export function romanize(name: string): string {
  const latin = Array.from(name.normalize("NFC"), romanizeSyllable).join("");
  const plain = latin.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  return plain.replaceAll(/[^a-z0-9._]+/g, "-").replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, "");
}

function romanizeSyllable(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < HANGUL_FIRST || code > HANGUL_LAST) return character;
  const index = code - HANGUL_FIRST;
  const rest = index % (VOWELS.length * FINALS.length);
  const initial = INITIALS[Math.floor(index / (VOWELS.length * FINALS.length))];
  return `${initial}${VOWELS[Math.floor(rest / FINALS.length)]}${FINALS[rest % FINALS.length]}`;
}
