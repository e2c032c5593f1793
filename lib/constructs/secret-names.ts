/** Which secrets checks refer to: the prober may read these and no others. */
import type { Check } from "../core/model/check.ts";

export interface SecretNames {
  /** Of Secrets Manager: `${secret:acme/kdb}`. */
  readonly secrets: readonly string[];
  /** Of the Parameter Store, as written: `${ssm:/acme/token}`. */
  readonly parameters: readonly string[];
  /** Of the environment, which only this computer has: `${env:TOKEN}`. */
  readonly variables: readonly string[];
}

export function secretNames(checks: readonly Check[]): SecretNames {
  const texts = checks.flatMap(({ target }) => textsIn(target));
  const named = (scheme: string): string[] => {
    const pattern = new RegExp(`\\$\\{${scheme}:([^}]+)\\}`, "g");
    const names = texts.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name ?? ""));
    return [...new Set(names)].toSorted();
  };
  return { secrets: named("secret"), parameters: named("ssm"), variables: named("env") };
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
