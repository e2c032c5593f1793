/** Which secrets a configuration refers to: the prober may read these and no others. */
import type { Check } from "../core/model/check.ts";
import { findReferences } from "../core/run/secrets.ts";

export interface SecretNames {
  /** Of Secrets Manager: `${secret:acme/kdb}`. */
  readonly secrets: readonly string[];
  /** Of the Parameter Store, as written: `${ssm:/acme/token}`. */
  readonly parameters: readonly string[];
  /** Of the environment, which has no place on AWS: `${env:TOKEN}`. */
  readonly variables: readonly string[];
}

export function secretNames(checks: readonly Check[]): SecretNames {
  const references = checks.flatMap(({ target }) => findReferences(target));
  const named = (wanted: string) =>
    [...new Set(references.filter(({ scheme }) => scheme === wanted).map(({ name }) => name))].toSorted();
  return { secrets: named("secret"), parameters: named("ssm"), variables: named("env") };
}

interface Granted {
  /** A name as it is written, or a path that ends in a slash. */
  readonly name: string;
  readonly isPath: boolean;
}

/** Names, but for each path that holds some of them the path alone. */
export function underPaths(names: readonly string[], paths: readonly string[]): Granted[] {
  const pathOf = (name: string) => paths.find((path) => withoutSlash(name).startsWith(withoutSlash(path)));
  const granted = names.map((name): Granted => {
    const path = pathOf(name);
    return path === undefined ? { name, isPath: false } : { name: path, isPath: true };
  });
  return [...new Map(granted.map((one) => [one.name, one])).values()];
}

/** Parameters may begin with one, secrets do not. */
export function withoutSlash(name: string): string {
  return name.replace(/^\//, "");
}
