/** Which phases a good run of a check has, as far as its target tells: where they are published, each is a metric. */
import type { Check } from "../model/check.ts";
import type { Phase } from "../model/failure.ts";
import { firstPhaseOf } from "../net/resolve.ts";
import { hostOf } from "../probes/host-of.ts";
import { findProbe } from "../probes/index.ts";
import { isRecord } from "../shapes.ts";

interface Asked {
  readonly kind: string;
  readonly target: Readonly<Record<string, unknown>>;
  readonly host: string | undefined;
}

/** When a kind that knows a phase goes through it. `sts` is left out: it happens once for each set of credentials, hours apart. */
const HAPPENS: Readonly<Record<Phase, (asked: Asked) => boolean>> = {
  auth: ({ kind, target }) => kind === "s3" || isSigned(target.auth),
  proxy: ({ target }) => target.proxy !== undefined,
  dns: ({ host, target }) => host !== undefined && firstPhaseOf(host) === "dns" && target.proxy === undefined,
  connect: ({ target }) => target.transport !== "udp" && target.proxy === undefined,
  starttls: ({ target }) => target.startTls !== undefined,
  tls: ({ kind, target }) => speaksTls(kind, target),
  server: () => true,
  transfer: () => true,
  script: ({ target }) => target.script !== undefined,
  handshake: () => true,
  query: () => true,
  numbers: ({ target }) => target.numbers === true,
};

export function phasesOf({ kind, target }: Pick<Check, "kind" | "target">): Phase[] {
  const known = findProbe(kind)?.facts ?? {};
  const asked = { kind, host: hostOf({ kind, target }), target: isRecord(target) ? target : {} };
  return Object.keys(HAPPENS).filter((phase) => Object.hasOwn(known, phase) && HAPPENS[phase]?.(asked));
}

/** From the first byte: what turns to TLS by a redirect is not foreseen. */
export function speaksTls(kind: string, target: unknown): boolean {
  if (!isRecord(target)) return false;
  const url = kind === "s3" ? (target.endpoint ?? "https:") : target.url;
  return typeof url === "string" ? /^https:/i.test(url) : target.tls !== undefined;
}

/** Of the ways to show who asks, those that take time of their own. */
function isSigned(auth: unknown): boolean {
  return isRecord(auth) && (auth.oauth2 !== undefined || auth.sigv4 !== undefined);
}
