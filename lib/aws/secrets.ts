/** `${secret:name}` from Secrets Manager and `${ssm:/path}` from the Parameter Store. Values are kept in memory only. */
import type { Clock, SecretReference, SecretResult, Secrets } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { describeApiError } from "./api-error.ts";
import { retryingExpired, type SdkClientOptions, sdkConfig } from "./sdk-client.ts";
import { LATE, within } from "./within.ts";

const FETCH_TIMEOUT_MS = 3_000;
/** A rotated secret is seen this soon. */
const FRESH_MS = 5 * 60_000;
/** While AWS cannot be asked, a value that was good is better than none; but not for ever. */
const USABLE_MS = 60 * 60_000;
const ENTRIES_MAX = 1_000;

export interface AwsSecretsOptions extends SdkClientOptions {
  readonly clock?: Clock;
}

type Fetch = (name: string, signal: AbortSignal) => Promise<string | undefined>;

interface Kept {
  readonly value: string;
  readonly fetchedAtMs: number;
}

export function createAwsSecrets(options: AwsSecretsOptions): Secrets {
  const { clock = systemClock } = options;
  const kept = new Map<string, Kept>();
  const loading = new Map<string, Promise<SecretResult>>();
  const fetchers = {
    secret: lazily(() => secretsManager(options)),
    ssm: lazily(() => parameterStore(options)),
  };

  async function load(reference: SecretReference, key: string): Promise<SecretResult> {
    const result = await fetchValue(reference, fetchers, clock);
    const old = kept.get(key);
    if ("value" in result) {
      if (kept.size >= ENTRIES_MAX) kept.delete(kept.keys().next().value ?? "");
      kept.set(key, { value: result.value, fetchedAtMs: clock.monotonicMs() });
      return result;
    }
    return old !== undefined && clock.monotonicMs() - old.fetchedAtMs < USABLE_MS ? { value: old.value } : result;
  }

  return {
    resolve: async (reference) => {
      if (reference.scheme === "env") return { unavailable: ENV_REFUSED };
      const key = `${reference.scheme}:${reference.name}`;
      const known = kept.get(key);
      if (known !== undefined && clock.monotonicMs() - known.fetchedAtMs < FRESH_MS) return { value: known.value };
      const running = loading.get(key) ?? load(reference, key).finally(() => loading.delete(key));
      loading.set(key, running);
      return await running;
    },
  };
}

const ENV_REFUSED =
  "${env:…} is for this computer; on AWS a value in the environment would stand in the template: use ${secret:…} or ${ssm:…}";

type Fetchers = Readonly<Record<"secret" | "ssm", () => Promise<Fetch>>>;

async function fetchValue({ scheme, name }: SecretReference, fetchers: Fetchers, clock: Clock): Promise<SecretResult> {
  const what = scheme === "ssm" ? `the parameter ${name}` : `the secret ${name}`;
  if (scheme === "env") return { unavailable: ENV_REFUSED };
  try {
    const fetch = await fetchers[scheme]();
    const value = await within((signal) => fetch(name, signal), { timeoutMs: FETCH_TIMEOUT_MS, clock });
    if (value === LATE) return { unavailable: `${what} did not come within ${FETCH_TIMEOUT_MS} ms` };
    return value === undefined || value === "" ? { unavailable: `${what} has no text in it` } : { value };
  } catch (error) {
    return { unavailable: `${what} cannot be read: ${describeApiError(error)}` };
  }
}

/** Clients are loaded when the first reference of their kind is met: most deployments need neither. */
async function secretsManager(options: AwsSecretsOptions): Promise<Fetch> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import("@aws-sdk/client-secrets-manager");
  const client = retryingExpired(new SecretsManagerClient(sdkConfig(options)), options);
  return async (name, abortSignal) =>
    (await client.send(new GetSecretValueCommand({ SecretId: name }), { abortSignal })).SecretString;
}

async function parameterStore(options: AwsSecretsOptions): Promise<Fetch> {
  const { GetParameterCommand, SSMClient } = await import("@aws-sdk/client-ssm");
  const client = retryingExpired(new SSMClient(sdkConfig(options)), options);
  return async (name, abortSignal) => {
    const answer = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }), { abortSignal });
    return answer.Parameter?.Value;
  };
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
