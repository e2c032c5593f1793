/** Domain names: text with dots <-> labels with their lengths (RFC 1035, 3.1 and 4.1.4). */
import type { ByteReader, NamePiece } from "./byte-reader.ts";
import { printableLabel } from "./printable.ts";

export const LABEL_MAX_BYTES = 63;
const NAME_MAX_BYTES = 255;
const POINTER_FLAG = 0xc0;
/** As many as a name has labels at most: pointers that lead to pointers, or back to themselves, come to an end. */
const JUMPS_MAX = 127;
const TOO_LONG = `a name is longer than ${NAME_MAX_BYTES} bytes`;
const END = Buffer.alloc(1);
const NOTHING: NamePiece = { text: "", bytes: 0 };

/** `name` without the dot at its end, labels in ASCII; `.` is the root. */
export function encodeName(name: string): Buffer {
  const labels = name === "." ? [] : name.split(".");
  return Buffer.concat([...labels.map((label) => Buffer.from(`${String.fromCharCode(label.length)}${label}`, "latin1")), END]);
}

/** Lower case, without the dot at its end; `.` is the root. */
export function readName(reader: ByteReader): string {
  const { text, bytes } = readFrom(reader, JUMPS_MAX);
  if (bytes >= NAME_MAX_BYTES) reader.fail(TOO_LONG);
  return text === "" ? "." : text;
}

function readFrom(reader: ByteReader, jumpsLeft: number): NamePiece {
  const labels: string[] = [];
  let bytes = 0;
  for (let length = reader.uint8(); length !== 0; length = reader.uint8()) {
    if (length >= POINTER_FLAG) {
      const rest = follow(reader, (length - POINTER_FLAG) * 256 + reader.uint8(), jumpsLeft);
      return { text: [...labels, ...(rest.text === "" ? [] : [rest.text])].join("."), bytes: bytes + rest.bytes };
    }
    if (length > LABEL_MAX_BYTES) reader.fail("a label is of a kind that nobody knows");
    if (bytes > NAME_MAX_BYTES) reader.fail(TOO_LONG);
    labels.push(printableLabel(reader.bytes(length)));
    bytes += length + 1;
  }
  return { text: labels.join("."), bytes };
}

/** The rest of a name, where a pointer points. */
function follow(reader: ByteReader, target: number, jumpsLeft: number): NamePiece {
  const known = reader.names.get(target);
  if (known !== undefined) return known;
  if (jumpsLeft === 0) {
    reader.fail("the pointers of a name run in a circle");
    return NOTHING;
  }
  const source = reader.jumpTo(target);
  const piece = readFrom(source, jumpsLeft - 1);
  if (source.fault !== undefined) reader.fail(source.fault);
  reader.names.set(target, piece);
  return piece;
}
