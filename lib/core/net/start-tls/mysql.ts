/** MySQL and MariaDB: https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_connection_phase.html */
import { type Dialogue, notOffered, protocolError, quote } from "./dialogue.ts";

const PROTOCOL_VERSION = 10;
const ERROR_PACKET = 0xff;
const CLIENT_SSL = 0x800;
/** CLIENT_PROTOCOL_41, CLIENT_SSL, CLIENT_SECURE_CONNECTION and CLIENT_PLUGIN_AUTH: the least that servers accept. */
const CAPABILITIES = 0x200 | CLIENT_SSL | 0x8000 | 0x80000;
const PACKET_MAX_BYTES = 8_192;

/** The server greets first, and there is no go-ahead: the client asks and begins TLS. */
export function* mysql(): Dialogue {
  const header = yield { bytes: 4 };
  const size = header.readUIntLE(0, 3);
  if (size === 0 || size > PACKET_MAX_BYTES) return protocolError("the server's greeting is not one of MySQL");
  const greeting = yield { bytes: size };
  if (greeting[0] === ERROR_PACKET)
    return protocolError(`the MySQL server turns us away: ${quote(greeting.toString("utf8", 3))}`);
  const capabilities = capabilitiesIn(greeting);
  if (capabilities === undefined) return protocolError("the server's greeting is not one of MySQL");
  if ((capabilities & CLIENT_SSL) === 0) return notOffered("the MySQL server has TLS switched off");
  yield { send: sslRequest() };
  return undefined;
}

/** Lower half of the flags: behind version, its text, thread id (4), scramble (8) and a filler (1). */
function capabilitiesIn(greeting: Buffer): number | undefined {
  const at = greeting.indexOf(0, 1) + 1 + 4 + 8 + 1;
  const isSound = greeting[0] === PROTOCOL_VERSION && greeting.indexOf(0, 1) > 0 && at + 2 <= greeting.length;
  return isSound ? greeting.readUInt16LE(at) : undefined;
}

/** A handshake response that ends before the user's name: packet 1, flags, largest packet, character set, filler. */
function sslRequest(): Buffer {
  const packet = Buffer.alloc(36);
  packet.writeUIntLE(32, 0, 3);
  packet.writeUInt8(1, 3);
  packet.writeUInt32LE(CAPABILITIES, 4);
  packet.writeUInt32LE(0x1000000, 8);
  packet.writeUInt8(45, 12);
  return packet;
}
