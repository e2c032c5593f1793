/** Reads a map key by key, so that what is sound can be used although its neighbour is not. */
import type { z } from "zod";
import { missing, parseWith } from "./faults-of-zod.ts";
import { type Fault, faultAt, type Path } from "./problem.ts";
import { unknownKey } from "./unknown-word.ts";

export type Shape = Readonly<Record<string, z.ZodType>>;
export type SoundKeys<S extends Shape> = { readonly [Key in keyof S]?: Exclude<z.output<S[Key]>, undefined> };

interface KeysRead<S extends Shape> {
  /** Only keys whose value is sound. */
  readonly sound: SoundKeys<S>;
  readonly faults: readonly Fault[];
}

/** Keys that are not in the shape are left to the caller. */
export function readKeys<S extends Shape>(
  shape: S,
  written: Readonly<Record<string, unknown>>,
  { path }: { readonly path: Path },
): KeysRead<S> {
  const sound: Record<string, unknown> = {};
  const faults: Fault[] = [];
  for (const [key, schema] of Object.entries(shape)) {
    const place = [...path, key];
    if (!Object.hasOwn(written, key)) {
      if (!schema.safeParse(undefined).success) faults.push(faultAt(place, missing(place)));
      continue;
    }
    const parsed = parseWith(schema, written[key], { path: place });
    if ("value" in parsed) sound[key] = parsed.value;
    else faults.push(...parsed.faults);
  }
  return { sound: sound as SoundKeys<S>, faults };
}

/** One fault for each key that is none of those allowed. */
export function unknownKeys(
  allowed: readonly string[],
  written: Readonly<Record<string, unknown>>,
  { path }: { readonly path: Path },
): Fault[] {
  const unknown = Object.keys(written).filter((key) => !allowed.includes(key));
  return unknown.map((key) => faultAt(path, unknownKey(key, allowed)));
}
