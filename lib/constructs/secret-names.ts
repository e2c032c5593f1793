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
