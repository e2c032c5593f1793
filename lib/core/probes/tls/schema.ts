/** `tls: host:port`, or the long form with options. */
import { z } from "zod";
import { host, hostOf, ipChoice, port, wrongFamily } from "../../config/address.ts";
import { hostAndPort } from "../../config/host-and-port.ts";
import { kindSchema } from "../../config/kind-schema.ts";
import { startTls } from "../../config/start-tls.ts";
import { literalKey, tlsOptions, tlsShape } from "../../config/tls.ts";
import { tlsFacts } from "./facts.ts";
import type { TlsTarget } from "./target.ts";

const PORT_DEFAULT = 443;

const options = z
  .strictObject({
    host: host.describe("Name or IP address of the server."),
    port: port.describe("TCP port. Default 443.").optional(),
    ip: ipChoice.optional(),
    startTls: startTls.exactOptional(),
    ...tlsShape,
  })
  .transform(({ host: written, port: number = PORT_DEFAULT, ip = "any", startTls: protocol, ...tls }, context): TlsTarget => {
    for (const refusal of wrongFamily(written, ip)) {
      context.issues.push({ code: "custom", input: written, params: { refusal } });
    }
    return {
      host: hostOf(written),
      port: number,
      ip,
      ...(protocol !== undefined && { startTls: protocol }),
      tls: tlsOptions(tls, context),
    };
  });

export const tlsSchema = kindSchema({
  target: z
    .union([hostAndPort({ isPortOptional: true }).pipe(options), options])
    .describe("A TLS handshake must succeed, with a certificate to be trusted."),
  facts: tlsFacts,
  review: ({ tls }) => literalKey(tls).map((doubt) => ({ ...doubt, path: ["key"] })),
});
