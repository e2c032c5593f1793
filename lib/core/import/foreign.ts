/** What every format is read into, before it becomes checks.yaml. */
import type { SecretNames } from "./secret-names.ts";

/** A check, or any part of one, as checks.yaml writes it. */
export type Written = Readonly<Record<string, unknown>>;

/** Something that could not be carried over, and what to do about it. Never holds a secret. */
export interface Loss {
  readonly what: string;
  readonly todo: string;
}

/** A whole check without its id and title, or the one reason why there can be none. */
export type Converted = { readonly check: Written; readonly losses: readonly Loss[] } | Impossible;

export interface Impossible {
  readonly impossible: Loss;
}

export interface Conversion {
  readonly id: string;
  readonly secrets: SecretNames;
}

export interface ForeignItem {
  /** As the other tool shows it. */
  readonly name: string;
  /** Outermost first. */
  readonly groups: readonly string[];
  /** What tells it from others of the same name, where the other tool has such a thing. */
  readonly ownId?: string;
  /** Tags and descriptions: kept as comments. */
  readonly comments: readonly string[];
  readonly isPaused: boolean;
  convert(context: Conversion): Converted;
}

export interface ForeignContact {
  readonly name: string;
  readonly emails: readonly string[];
}

export interface ForeignFile {
  /** `Uptime Kuma`. */
  readonly tool: string;
  readonly items: readonly ForeignItem[];
  readonly contacts: readonly ForeignContact[];
  /** Of the file as a whole, by the name of the part. */
  readonly losses: readonly (Loss & { readonly subject: string })[];
}

/** A file of the right format, or a sentence with the cure. */
export type ReadForeign = (value: unknown) => ForeignFile | { readonly unreadable: string };

export function impossible(what: string, todo: string): Impossible {
  return { impossible: { what, todo } };
}
