/** A target in a process of its own: https always, http where no C compiler is. Prints its ports and its root; ends with its standard input. */
import { createServer, type RequestListener } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo, Server } from "node:net";
import { makeCertificate } from "../../test/kit/certificates.ts";

const BODY_BYTES = 256;
const DELAY_MS = 50;

const root = makeCertificate("Bench Root", { isAuthority: true });
const leaf = makeCertificate("localhost", { issuer: root, altNames: ["localhost", "127.0.0.1"] });

/** The body begins with the delay as it truly was, in microseconds. */
const answer: RequestListener = (request, response) => {
  const startedMs = performance.now();
  const send = () => {
    const delayUs = Math.round((performance.now() - startedMs) * 1_000);
    response.writeHead(200, { "content-length": BODY_BYTES, connection: "close" }).end(`${delayUs} `.padEnd(BODY_BYTES, "."));
  };
  if (request.url?.startsWith("/delay")) setTimeout(send, DELAY_MS);
  else send();
};

const ports = await Promise.all([
  listen(createServer(answer)),
  listen(createSecureServer({ cert: leaf.cert, key: leaf.keyPem }, answer)),
]);
process.stdout.write(`${JSON.stringify({ httpPort: ports[0], httpsPort: ports[1], ca: root.cert })}\n`);
process.stdin.resume().once("end", () => process.exit(0));

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen({ port: 0, host: "127.0.0.1", backlog: 4_096 }, () => resolve((server.address() as AddressInfo).port));
  });
}
