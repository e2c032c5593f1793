/** `db.acme.example:5432`: the short form of kinds that need no more than a host and a port. */
import type { z } from "zod";
import { leaf } from "./leaf.ts";
import type { Refuse } from "./problem.ts";
import { show, showText } from "./show.ts";

export interface HostAndPort {
  readonly host: string;
  readonly port?: number | undefined;
}

interface ShortForm {
  /** Whether the kind knows a port for a host that stands alone. */
  readonly isPortOptional: boolean;
}

export function hostAndPort(form: ShortForm): z.ZodType<HostAndPort, string> {
  const examples = form.isPortOptional ? ["api.acme.example", "api.acme.example:8443"] : ["db.acme.example:5432"];
  return leaf((value, refuse) => readHostAndPort(value, refuse, form), { type: "string", examples });
}

function readHostAndPort(value: unknown, refuse: Refuse, { isPortOptional }: ShortForm): HostAndPort | undefined {
  const match = typeof value === "string" ? /^(\[[^\]]*\]|[^:/]*)(?::(\d{1,10}))?$/.exec(value) : null;
  const [, host, port] = match ?? [];
  if (host !== undefined && port !== undefined) return { host, port: Number(port) };
  if (host !== undefined && isPortOptional) return { host };
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
