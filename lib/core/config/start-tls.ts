import { START_TLS_PROTOCOLS } from "../net/start-tls/index.ts";
import { choice } from "./fields.ts";

/** `startTls` of every kind that can begin TLS in the middle of a plain connection. */
export const startTls = choice(START_TLS_PROTOCOLS).describe(
  "Protocol in which the server is asked to begin TLS. If it does not offer it, the check is down.",
);
