/** `tcp: host:port`, or the long form with options. */
import { z } from "zod";
import { host, hostOf, ipChoice, port } from "../../config/address.ts";
import { kindSchema } from "../../config/kind-schema.ts";
import { leaf } from "../../config/leaf.ts";
import type { Refuse } from "../../config/problem.ts";
import { show, showText } from "../../config/show.ts";
import { tcpFacts } from "./facts.ts";
import type { TcpTarget } from "./target.ts";

const options = z
  .strictObject({
    host: host.describe("Name or IP address of the server."),
    port: port.describe("TCP port."),
    ip: ipChoice.optional(),
  })
  .transform(({ host: written, port: number, ip = "any" }): TcpTarget => ({ host: hostOf(written), port: number, ip }));

interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

const shortForm = leaf<HostAndPort, string>(readHostAndPort, { type: "string", examples: ["db.acme.example:5432"] });

export const tcpSchema = kindSchema({
  target: z.union([shortForm.pipe(options), options]).describe("Something must accept a TCP connection."),
  facts: tcpFacts,
});

function readHostAndPort(value: unknown, refuse: Refuse): HostAndPort | undefined {
  const match = typeof value === "string" ? /^(\[[^\]]*\]|[^:/]*):(\d{1,10})$/.exec(value) : null;
  if (match?.[1] !== undefined) return { host: match[1], port: Number(match[2]) };
  return refuse({ code: "host-and-port-expected", message: `${show(value)} is not host:port.`, fix: cure(value) });
}

function cure(value: unknown): string {
  if (typeof value !== "string") return "Write it as in db.acme.example:5432.";
  const authority = /^[a-z+.-]+:\/\/([^/?#@]+)/i.exec(value)?.[1];
  if (authority !== undefined) return `Write ${showText(withPort(authority))}, or use http for a web address.`;
  return /^[A-Za-z0-9_.-]+$/.test(value)
    ? `Write its port too, as in ${showText(withPort(value))}.`
    : "Write it as in db.acme.example:5432 or [2001:db8::7]:5432.";
}

function withPort(authority: string): string {
  return /:\d+$/.test(authority) ? authority : `${authority}:443`;
}
