/** Just enough DER (X.690) to write certificates in tests. */
export function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

export function set(...parts: Buffer[]): Buffer {
  return tagged(0x31, Buffer.concat(parts));
}

export function integer(value: number | Buffer): Buffer {
  const given = typeof value === "number" ? Buffer.from([value]) : value;
  // As short as it can be: OpenSSL refuses a leading zero that says nothing.
  const bytes = given.subarray(
    Math.max(
      0,
      given.findIndex((byte) => byte !== 0),
    ),
  );
  const first = bytes[0] ?? 0;
  return tagged(0x02, first > 0x7f ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
}

export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

export function utf8(text: string): Buffer {
  return tagged(0x0c, Buffer.from(text, "utf8"));
}

/** GeneralizedTime, the form that knows every year; a text is taken as it is. */
export function time(date: Date | string): Buffer {
  const text = typeof date === "string" ? date : `${date.toISOString().replaceAll(/[-:T]/g, "").slice(0, 14)}Z`;
  return tagged(0x18, Buffer.from(text, "latin1"));
}

export function bitString(bytes: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([0]), bytes]));
}

export function octetString(bytes: Buffer): Buffer {
  return tagged(0x04, bytes);
}

export function boolean(value: boolean): Buffer {
  return tagged(0x01, Buffer.from([value ? 0xff : 0]));
}

export function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
}

function length(size: number): Buffer {
  if (size < 0x80) return Buffer.from([size]);
  if (size < 0x100) return Buffer.from([0x81, size]);
  return Buffer.from([0x82, size >> 8, size & 0xff]);
}

function base128(value: number): number[] {
  const groups = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) groups.unshift((rest & 0x7f) | 0x80);
  return groups;
}
