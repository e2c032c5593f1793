import type { LocalServer } from "../servers.ts";

/** One way in which a server can misbehave. Every kind of probe is let loose on every trick by test/contract.test.ts. */
export interface Trick {
  readonly name: string;
  readonly start: () => Promise<LocalServer>;
}
