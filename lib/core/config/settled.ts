/** The value of a key that a check may leave to `defaults` or to us, and where it is written. */
import { schemas } from "../probes/schemas.ts";
import type { CheckDraft, Draft } from "./draft.ts";
import type { Path } from "./problem.ts";
import type { SoundKeys } from "./read-keys.ts";
import type { sharedShape } from "./schema.ts";

/** Keys as people write them; durations are read into milliseconds. */
type Shared = Required<SoundKeys<typeof sharedShape>>;

export interface Settled<T> {
  /** Absent if what is written is not sound. */
  readonly value: T | undefined;
  readonly writtenIn: "check" | "defaults" | "nowhere";
  /** The check where it is written nowhere. */
  readonly path: Path;
}

const BUILT_IN: Shared = {
  every: 60_000,
  timeout: 10_000,
  notify: [],
  alarm: { after: { badDatapoints: 2, ofDatapoints: 3 } },
  from: ["region"],
};

export function settle<Key extends keyof Shared>(
  draft: Draft,
  check: CheckDraft,
  { key }: { readonly key: Key },
): Settled<Shared[Key]> {
  const path = ["checks", check.index];
  if (Object.hasOwn(check.written, key)) {
    const value: Partial<Shared>[Key] = check.sound[key];
    return { value, writtenIn: "check", path: [...path, key] };
  }
  if (Object.hasOwn(draft.defaults.written, key)) {
    const value: Partial<Shared>[Key] = draft.defaults.sound[key];
    return { value, writtenIn: "defaults", path: ["defaults", key] };
  }
  return { value: builtIn(check)[key], writtenIn: "nowhere", path };
}

function builtIn({ kind }: CheckDraft): Shared {
  const after = kind === undefined ? undefined : schemas[kind].alarm;
  return after === undefined ? BUILT_IN : { ...BUILT_IN, alarm: { after } };
}

/** Of two values that do not go together, the one nearer to the check: there the cure belongs. */
export function nearer(one: Settled<unknown>, other: Settled<unknown>): Path {
  const rank = { check: 2, defaults: 1, nowhere: 0 };
  return rank[one.writtenIn] >= rank[other.writtenIn] ? one.path : other.path;
}
