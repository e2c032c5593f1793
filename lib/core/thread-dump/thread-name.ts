/** Names of threads, with what differs from thread to thread taken out. */

const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi;
/** Long hexadecimal words; a word of digits alone is a number, one of letters alone is a word. */
const HEX = /\b(?:0x[0-9a-f]+|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,64})\b/gi;

/** `pool-812-thread-1` -> `pool-#-thread-#` */
export function patternOf(name: string): string {
  return withoutIds(name).replaceAll(/\d+/g, "#");
}

/** The pattern of names that share one, with the numbers that they all share: `pool-#-thread-1`. */
export function sharedName(names: readonly string[]): string {
  const [first = ""] = names;
  const numbers = names.map(numbersOf);
  let at = 0;
  return withoutIds(first).replaceAll(/\d+/g, (number) => {
    const place = at++;
    return numbers.every((others) => others[place] === number) ? number : "#";
  });
}

/** The first number in a name: of `pool-812-thread-1` that of the pool. */
export function leadingNumber(name: string): string | undefined {
  return numbersOf(name)[0];
}

function numbersOf(name: string): string[] {
  return withoutIds(name).match(/\d+/g) ?? [];
}

function withoutIds(name: string): string {
  return name.replaceAll(UUID, "*").replaceAll(HEX, "*");
}
