/** A TLS server that hands each secured connection to the test. */
import { createSecureContext, type SecureContextOptions, TLSSocket, type TLSSocketOptions } from "node:tls";
import { type LocalServer, startTcp } from "./servers.ts";

type Options = SecureContextOptions & Pick<TLSSocketOptions, "requestCert" | "rejectUnauthorized" | "SNICallback">;

/** Ends when the client does. `onSocket` is called before the handshake; it reads with `on("data")` or `resume()`. */
export function startTlsTalk(options: Options, onSocket: (socket: TLSSocket) => void): Promise<LocalServer> {
  const secureContext = createSecureContext(options);
  return startTcp((raw) => {
    const socket = new TLSSocket(raw.pause(), { ...options, isServer: true, secureContext });
    socket
      .on("error", () => raw.destroy())
      .once("end", () => socket.end())
      .once("close", () => raw.destroy());
    onSocket(socket);
  });
}
