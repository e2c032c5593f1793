/** PostgreSQL: SSLRequest, https://www.postgresql.org/docs/current/protocol-message-formats.html */
import { type Dialogue, notOffered, protocolError } from "./dialogue.ts";

const SSL_REQUEST = Buffer.from("0000000804d2162f", "hex");

export function* postgres(): Dialogue {
  yield { send: SSL_REQUEST };
  const answer = (yield { bytes: 1 }).toString("latin1");
  if (answer === "S") return undefined;
  if (answer === "N") return notOffered("the PostgreSQL server has TLS switched off (answer N to SSLRequest)");
  return protocolError("the server's answer to SSLRequest is neither S nor N: it is not PostgreSQL, or has an error of its own");
}
