/** Inputs for a parser: noise, and honest documents damaged. The same number always makes the same input. */

/** Long enough to show time or memory that grows faster than the input. */
const INPUT_MAX_BYTES = 65_536;
const DAMAGES_MAX = 6;
/** Bytes at which parsers change their mind: ends, signs, brackets, line breaks. */
const TELLING_BYTES = Buffer.from("\0\x01\x7f\x80\xff\r\n\t \"'{}[]()<>:;,=-#&*!|%@\\/0123456789", "latin1");

type Random = () => number;

/** mulberry32: uniform in [0, 1). */
function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

export function makeInput(honest: readonly Buffer[], seed: number): Buffer {
  const random = randomFrom(seed);
  if (random() < 0.1 || honest.length === 0) return noise(random, 600);
  let input = pick(honest, random);
  for (let left = below(random, DAMAGES_MAX + 1); left > 0; left--) {
    input = pick(DAMAGES, random)(input, { random, honest }).subarray(0, INPUT_MAX_BYTES);
  }
  return input;
}

interface Means {
  readonly random: Random;
  readonly honest: readonly Buffer[];
}

type Damage = (input: Buffer, means: Means) => Buffer;

const DAMAGES: readonly Damage[] = [changeByte, changeByte, cutEnd, cutOut, insert, double, repeat, splice];

function changeByte(input: Buffer, { random }: Means): Buffer {
  if (input.length === 0) return input;
  const changed = Buffer.from(input);
  changed[below(random, input.length)] = anyByte(random);
  return changed;
}

function cutEnd(input: Buffer, { random }: Means): Buffer {
  return input.subarray(0, below(random, input.length + 1));
}

function cutOut(input: Buffer, { random }: Means): Buffer {
  const { from, to } = stretch(input, random);
  return Buffer.concat([input.subarray(0, from), input.subarray(to)]);
}

function insert(input: Buffer, { random }: Means): Buffer {
  const at = below(random, input.length + 1);
  const bytes = Buffer.from(Array.from({ length: 1 + below(random, 8) }, () => anyByte(random)));
  return Buffer.concat([input.subarray(0, at), bytes, input.subarray(at)]);
}

function double(input: Buffer, { random }: Means): Buffer {
  const { from, to } = stretch(input, random);
  return Buffer.concat([input.subarray(0, to), input.subarray(from)]);
}

/** A short piece over and over, up to the size at which slow parsers show. */
function repeat(input: Buffer, { random }: Means): Buffer {
  const { from, to } = stretch(input, random);
  const piece = input.subarray(from, Math.min(to, from + 1 + below(random, 40)));
  if (piece.length === 0) return input;
  const times = below(random, Math.floor(INPUT_MAX_BYTES / piece.length));
  return Buffer.concat([input.subarray(0, from), ...Array.from({ length: times }, () => piece), input.subarray(to)]);
}

function splice(input: Buffer, { random, honest }: Means): Buffer {
  const other = pick(honest, random);
  return Buffer.concat([cutEnd(input, { random, honest }), other.subarray(below(random, other.length + 1))]);
}

function stretch(input: Buffer, random: Random): { from: number; to: number } {
  const from = below(random, input.length + 1);
  return { from, to: from + below(random, input.length - from + 1) };
}

function noise(random: Random, maxBytes: number): Buffer {
  return Buffer.from(Array.from({ length: below(random, maxBytes + 1) }, () => below(random, 256)));
}

function anyByte(random: Random): number {
  return random() < 0.5 ? below(random, 256) : (TELLING_BYTES[below(random, TELLING_BYTES.length)] ?? 0);
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  const item = items[below(random, items.length)];
  if (item === undefined) throw new Error("nothing to pick from");
  return item;
}

function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}
