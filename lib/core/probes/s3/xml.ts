/** Reads single elements out of S3's and STS's answers. They are hostile input: nothing is built, and reading is linear and bounded. */
const READ_CHARACTERS = 65_536;
const ELEMENT_MAX_CHARACTERS = 2_048;
const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Text of the first `<name>…</name>`; undefined where there is none, or where it holds other elements. */
export function readElement(xml: string, name: string): string | undefined {
  const read = xml.slice(0, READ_CHARACTERS);
  const opening = `<${name}>`;
  const start = read.indexOf(opening);
  if (start === -1) return undefined;
  const from = start + opening.length;
  const end = read.indexOf("<", from);
  if (end === -1 || end - from > ELEMENT_MAX_CHARACTERS || !read.startsWith(`</${name}>`, end)) return undefined;
  return decodeEntities(read.slice(from, end));
}

function decodeEntities(text: string): string {
  return text.replaceAll(/&(?:(?:amp|lt|gt|quot|apos)|#\d{1,7}|#x[0-9a-fA-F]{1,6});/g, decodeEntity);
}

/** An entity that stands for no character stays as it is written. */
function decodeEntity(written: string): string {
  const name = written.slice(1, -1);
  if (!name.startsWith("#")) return ENTITIES[name] ?? written;
  const code = name.startsWith("#x") ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code <= 0x10_ffff ? String.fromCodePoint(code) : written;
}
