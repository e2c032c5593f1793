import { startTcp } from "../servers.ts";
import type { Trick } from "./trick.ts";

/** TLS 1.2, ECDHE-RSA-AES128-GCM-SHA256, no session, secure renegotiation: the client waits for the certificate. */
const HELLO = Buffer.concat([
  Buffer.from("16030300310200002d0303", "hex"),
  Buffer.alloc(32, 7),
  Buffer.from("00c02f000005ff01000100", "hex"),
]);

export const stallsInHandshake: Trick = {
  name: "begins a TLS handshake and falls silent behind its ServerHello",
  start: () => startTcp((socket) => socket.once("data", () => socket.write(HELLO))),
};
