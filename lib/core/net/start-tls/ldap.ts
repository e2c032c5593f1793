/** LDAP: the extended operation of RFC 4511, 4.14. */
import { type Dialogue, notOffered, protocolError, quote } from "./dialogue.ts";

const OID = "1.3.6.1.4.1.1466.20037";
/** LDAPMessage { messageID 1, ExtendedRequest { requestName OID } } */
const REQUEST = Buffer.concat([Buffer.from("301d02010177188016", "hex"), Buffer.from(OID, "latin1")]);
const SEQUENCE = 0x30;
const EXTENDED_RESPONSE = 0x78;
const ENUMERATED = 0x0a;
const MESSAGE_MAX_BYTES = 8_192;

export function* ldap(): Dialogue {
  yield { send: REQUEST };
  const message = yield* readMessage();
  const response = message && children(message).find(({ tag }) => tag === EXTENDED_RESPONSE);
  const [result, , diagnostic] = response === undefined ? [] : children(response.content);
  const code = result?.tag === ENUMERATED ? result.content[0] : undefined;
  if (code === undefined) return protocolError("the server's answer is not an LDAP response to the request for TLS");
  if (code === 0) return undefined;
  const words = diagnostic === undefined ? "no reason" : quote(diagnostic.content.toString("utf8"));
  return notOffered(`the LDAP server refuses StartTLS with result code ${code} (${words})`);
}

/** The inside of the next message; undefined where it is none. */
function* readMessage(): Dialogue<Buffer | undefined> {
  const [tag = 0, first = 0] = yield { bytes: 2 };
  if (tag !== SEQUENCE || first > 0x84 || first === 0x80) return undefined;
  const size = first < 0x80 ? first : bigEndian(yield { bytes: first - 0x80 });
  return size > MESSAGE_MAX_BYTES ? undefined : yield { bytes: size };
}

interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

/** Elements of BER (X.690), one level deep; what is cut short is left out. */
function children(content: Buffer): Element[] {
  const found: Element[] = [];
  for (let at = 0; at + 2 <= content.length; ) {
    const [tag = 0, first = 0] = content.subarray(at, at + 2);
    const lengthBytes = first < 0x80 ? 0 : first - 0x80;
    if (lengthBytes > 4) break;
    const begin = at + 2 + lengthBytes;
    const end = begin + (first < 0x80 ? first : bigEndian(content.subarray(at + 2, begin)));
    if (end > content.length) break;
    found.push({ tag, content: content.subarray(begin, end) });
    at = end;
  }
  return found;
}

function bigEndian(bytes: Buffer): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}
