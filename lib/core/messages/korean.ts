/** Korean particles: which of two forms follows a word depends on how the word ends when it is read aloud. */

const PARTICLES = {
  "은/는": ["은", "는"],
  "이/가": ["이", "가"],
  "을/를": ["을", "를"],
  "과/와": ["과", "와"],
  "로/으로": ["으로", "로"],
} as const;
export type Particle = keyof typeof PARTICLES;

/** How the last syllable ends: in a vowel, in ㄹ (which `로` treats as a vowel), in another consonant; or nobody can tell. */
type Ending = "vowel" | "rieul" | "consonant" | "unknown";

const HANGUL = { first: 0xac00, last: 0xd7a3, finals: 28, rieul: 8 } as const;
/** 영 일 이 삼 사 오 육 칠 팔 구 */
const DIGITS: readonly Ending[] = [
  ...(["consonant", "rieul", "vowel", "consonant", "vowel"] as const),
  ...(["vowel", "consonant", "rieul", "rieul", "vowel"] as const),
];
/** Letters whose names end in a consonant: 엘, 엠, 엔, 알. */
const LETTERS: Readonly<Record<string, Ending>> = { L: "rieul", M: "consonant", N: "consonant", R: "rieul" };
/** 조: the only one of the great numbers (십, 백, 천, 만, 억) that ends in a vowel. */
const TRILLION_ZEROS = 12;

/** `체크` with `은/는` -> `체크는`. Where the sound is not known both forms are given: `latest은(는)`. */
export function withParticle(word: string, particle: Particle): string {
  const [afterConsonant, afterVowel] = PARTICLES[particle];
  const ending = endingOf(word);
  if (ending === "unknown") return `${word}${particle === "로/으로" ? "(으)로" : `${afterConsonant}(${afterVowel})`}`;
  const isLikeVowel = ending === "vowel" || (ending === "rieul" && particle === "로/으로");
  return `${word}${isLikeVowel ? afterVowel : afterConsonant}`;
}

/** Brackets and quotation marks at the end are not read. */
function endingOf(word: string): Ending {
  const spoken = word.replace(/[\s\p{P}]+$/u, "");
  const last = spoken.at(-1) ?? "";
  const code = last.codePointAt(0) ?? 0;
  if (code >= HANGUL.first && code <= HANGUL.last) return endingOfSyllable(code);
  if (/\d/.test(last)) return endingOfNumber(spoken);
  return /[a-z]/i.test(last) ? endingOfLatin(spoken) : "unknown";
}

function endingOfSyllable(code: number): Ending {
  const final = (code - HANGUL.first) % HANGUL.finals;
  if (final === 0) return "vowel";
  return final === HANGUL.rieul ? "rieul" : "consonant";
}

/** `503` is read to its last digit, `300` ends in 백; behind a decimal point every digit is read. */
function endingOfNumber(spoken: string): Ending {
  const [number = "0"] = /[\d,]*(?:\.\d+)?$/.exec(spoken) ?? [];
  const digits = number.replaceAll(",", "");
  const zeros = digits.includes(".") ? 0 : (/[1-9](0+)$/.exec(digits)?.[1]?.length ?? 0);
  if (zeros === 0) return DIGITS[Number(digits.at(-1))] ?? "unknown";
  return zeros === TRILLION_ZEROS ? "vowel" : "consonant";
}

/** Capitals are spelt; of words only the plain cases are sure. */
function endingOfLatin(spoken: string): Ending {
  const [word = ""] = /[A-Za-z]+$/.exec(spoken) ?? [];
  if (word === word.toUpperCase()) return LETTERS[word.at(-1) ?? ""] ?? "vowel";
  if (/(?:m|n|ng)$/i.test(word)) return "consonant";
  if (/l$/i.test(word)) return "rieul";
  return /[aiouyswrxz]$/i.test(word) ? "vowel" : "unknown";
}
