/** `${scheme:name}` in a check's options: found, resolved at run time, and never seen again. */
import type { SecretReference, SecretResult, Secrets } from "../ports.ts";

const REFERENCE = /\$\{(env|secret|ssm):([^{}\s]{1,512})\}/g;

/** Reads the environment of this process; on AWS that is the Lambda's own, so the construct refuses `${env:…}` there. */
export const environmentSecrets: Secrets = {
  resolve: async ({ scheme, name }) => {
    if (scheme !== "env")
      return { unavailable: `\${${scheme}:${name}} can only be read on AWS; use \${env:NAME} on this computer` };
    const value = process.env[name];
    return value === undefined || value === "" ? { unavailable: `the environment variable ${name} is not set` } : { value };
  },
};

export type Filled<Target> =
  | { readonly target: Target; readonly secretValues: readonly string[] }
  | { readonly unavailable: string };

/** Every reference in any string of the target, once each. */
export function findReferences(target: unknown): SecretReference[] {
  const found = new Map<string, SecretReference>();
  for (const [whole, scheme, name] of JSON.stringify(target).matchAll(REFERENCE)) {
    found.set(whole, { scheme: scheme as SecretReference["scheme"], name: name ?? "" });
  }
  return [...found.values()];
}

/** The target with values in place of references. Plain JSON in, plain JSON out. */
export async function fillSecrets<Target>(target: Target, secrets: Secrets): Promise<Filled<Target>> {
  const references = referencesOf(target);
  if (references.length === 0) return { target, secretValues: [] };
  const values = new Map<string, string>();
  for (const reference of references) {
    const result: SecretResult = await secrets.resolve(reference);
    if ("unavailable" in result) return result;
    values.set(`\${${reference.scheme}:${reference.name}}`, result.value);
  }
  return { target: replaceStrings(target, (text) => substitute(text, values)) as Target, secretValues: [...values.values()] };
}

/** A target never changes, so it is searched once: most hold no reference, and pay nothing in later runs. */
const searched = new WeakMap<object, readonly SecretReference[]>();

function referencesOf(target: unknown): readonly SecretReference[] {
  if (typeof target !== "object" || target === null) return findReferences(target);
  const references = searched.get(target) ?? findReferences(target);
  searched.set(target, references);
  return references;
}

/** Applies a change to every string in a plain JSON value. Every outcome comes through here: pairs made on the way would be a tenth of a run's garbage. */
export function replaceStrings(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => replaceStrings(item, change));
  if (typeof value !== "object" || value === null) return value;
  // A copy first: in it even "__proto__" is a key like any other.
  const changed: Record<string, unknown> = { ...value };
  for (const key of Object.keys(changed)) changed[key] = replaceStrings(changed[key], change);
  return changed;
}

function substitute(text: string, values: ReadonlyMap<string, string>): string {
  return text.replaceAll(REFERENCE, (whole) => values.get(whole) ?? whole);
}
