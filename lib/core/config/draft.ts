/** A configuration as far as it could be read: what the rules look at, sound or not. */
import type { Contact, ContactName } from "../model/check.ts";
import type { Expectation } from "../model/expectation.ts";
import type { KnownKind } from "../probes/index.ts";
import type { SoundKeys } from "./read-keys.ts";
import type { checkShape, sharedShape, topShape } from "./schema.ts";

export type Written = Readonly<Record<string, unknown>>;

export interface Draft {
  readonly written: Written;
  readonly sound: SoundKeys<Omit<typeof topShape, "contacts" | "defaults">>;
  readonly defaults: { readonly written: Written; readonly sound: SoundKeys<typeof sharedShape> };
  readonly contacts: readonly ContactDraft[];
  readonly checks: readonly CheckDraft[];
}

export interface ContactDraft {
  readonly name: ContactName;
  /** Only if sound. */
  readonly contact?: Contact;
}

export interface CheckDraft {
  /** Its place in the list of checks. */
  readonly index: number;
  readonly written: Written;
  readonly sound: SoundKeys<typeof checkShape>;
  readonly kind?: KnownKind;
  /** Only if sound, as the next two. */
  readonly target?: unknown;
  readonly expect?: readonly Expectation[];
  readonly slow?: readonly Expectation[];
}
