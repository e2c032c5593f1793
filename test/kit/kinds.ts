/** How each kind is pointed at a port of this computer: the contract and the soak run over this table, and a new kind adds its line. */
import type { Check } from "../../lib/core/model/check.ts";
import type { KnownKind } from "../../lib/core/probes/index.ts";
import { httpCheck, tcpCheck } from "./checks.ts";

/** A check of 127.0.0.1; `part` sets its times and whatever else a test is about. */
export type CheckAt = (port: number, part: Partial<Check>) => Check;

const bodyIsRead: Partial<Check> = { expect: [{ fact: "body", matcher: { op: "contains", value: "ok" } }] };

const table = {
  http: {
    http: (port, part) => httpCheck(`http://127.0.0.1:${port}/`, part),
    https: (port, part) => httpCheck(`https://127.0.0.1:${port}/`, part),
    "http with its body": (port, part) => httpCheck(`http://127.0.0.1:${port}/`, { ...part, ...bodyIsRead }),
  },
  tcp: { tcp: (port, part) => tcpCheck(port, part) },
} satisfies Record<KnownKind, Readonly<Record<string, CheckAt>>>;

/** Every way in which a kind can be asked, with its name. */
export const waysToAsk: readonly (readonly [name: string, checkAt: CheckAt])[] = Object.values(table).flatMap((ways) =>
  Object.entries<CheckAt>(ways),
);
