/**
 * The one way to AWS credentials. A client gets the provider *function* and asks it anew for every call: credentials that
 * are fetched once and passed on work until they expire, and then fail for ever.
 */
import { fromHttp, fromNodeProviderChain } from "@aws-sdk/credential-providers";
import type { Clock } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { isExpiredToken } from "./api-error.ts";
import { explainMissingCredentials, nameCredentialSource } from "./credential-source.ts";
import { LATE, within } from "./within.ts";

const SOURCE_MAX_MS = 6_000;
/** For asking once more why; with the time above still less than CloudWatch gets for an attempt. */
const EXPLANATION_MAX_MS = 1_500;

type CredentialProvider = ReturnType<typeof fromNodeProviderChain>;

/** A client's middleware at its step "initialize": around the whole call, signing and the SDK's own retries included. */
type CallMiddleware = <Call, Answer>(next: (call: Call) => Promise<Answer>) => (call: Call) => Promise<Answer>;

export interface AwsCredentials {
  /** Goes to every client as `credentials`, uncalled. Rejects with a CredentialsUnavailableError. */
  readonly provider: CredentialProvider;
  /** A call that is answered "your token has expired" forces one refresh and is sent once more. */
  readonly retryExpired: CallMiddleware;
}

export interface CredentialsOptions {
  readonly clock?: Clock;
  /** How long the source may take, all its own retries included. */
  readonly timeoutMs?: number;
  /** Asked instead of the default chain. */
  readonly endpoint?: CredentialEndpoint;
}

/** As containers have it: a GET with this value in the header `authorization`. */
export interface CredentialEndpoint {
  readonly url: string;
  readonly authorization: string;
}

/** No credentials: the message is one sentence that names the source, and holds no secret. The next call asks again. */
export class CredentialsUnavailableError extends Error {
  override readonly name = "CredentialsUnavailableError";
}

/** Credentials of this process from the SDK's default chain, shared by all its clients. */
export function createCredentials(options: CredentialsOptions = {}): AwsCredentials {
  const { clock = systemClock, timeoutMs = SOURCE_MAX_MS, endpoint } = options;
  const shared = new SharedCredentials({ clock, timeoutMs }, () => startChain(endpoint));
  const provider: CredentialProvider = (request) => (request?.forceRefresh ? shared.refresh(request) : shared.get(request));
  return {
    // Marked, a client does not put a cache of its own before this one, which a forced refresh would have to empty too.
    provider: Object.assign(provider, { memoized: true }),
    retryExpired: (next) => async (call) => {
      const refreshesBefore = shared.refreshes;
      try {
        return await next(call);
      } catch (error) {
        if (!isExpiredToken(error)) throw error;
        // Calls that ran side by side with the same expired token share one refresh.
        if (shared.refreshes === refreshesBefore) await shared.refresh();
        return await next(call);
      }
    },
  };
}

type Request = Parameters<CredentialProvider>[0];
type Identity = Awaited<ReturnType<CredentialProvider>>;

/** The chain keeps credentials and renews them before they expire; this adds one refresh for all, a deadline and a reason. */
class SharedCredentials {
  readonly #limit: { readonly clock: Clock; readonly timeoutMs: number };
  readonly #start: () => CredentialProvider;
  #chain: CredentialProvider;
  #loading: Promise<Identity> | undefined;
  #refreshing: Promise<Identity> | undefined;
  #refreshes = 0;

  constructor(limit: { readonly clock: Clock; readonly timeoutMs: number }, start: () => CredentialProvider) {
    this.#limit = limit;
    this.#start = start;
    this.#chain = start();
  }

  /** How many times new credentials were forced and came. */
  get refreshes(): number {
    return this.#refreshes;
  }

  get(request?: Request): Promise<Identity> {
    if (this.#refreshing) return this.#refreshing;
    this.#loading ??= this.#load(request).finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  /** New credentials, whatever time the present ones have left. */
  refresh(request?: Request): Promise<Identity> {
    this.#refreshing ??= this.#force(request).finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #force(request: Request): Promise<Identity> {
    const identity = await this.#load({ ...request, forceRefresh: true });
    this.#refreshes += 1;
    return identity;
  }

  async #load(request: Request): Promise<Identity> {
    const loaded = await within(() => this.#chain(request), this.#limit).catch(() => undefined);
    if (loaded === undefined) throw await this.#explain();
    if (loaded !== LATE) return loaded;
    // The chain would make every later caller wait for the source that hangs.
    this.#chain = this.#start();
    throw unavailable(`${nameCredentialSource(process.env)} did not answer within ${this.#limit.timeoutMs} ms`);
  }

  async #explain(): Promise<CredentialsUnavailableError> {
    const limit = { clock: this.#limit.clock, timeoutMs: EXPLANATION_MAX_MS };
    const reason = await within(() => explainMissingCredentials(process.env), limit);
    return unavailable(reason === LATE ? `${nameCredentialSource(process.env)} did not answer` : reason);
  }
}

function unavailable(reason: string): CredentialsUnavailableError {
  return new CredentialsUnavailableError(`No AWS credentials: ${reason}.`);
}

/** Without its cache of profile files: keys that another program writes there anew would never be seen. */
function startChain(endpoint: CredentialEndpoint | undefined): CredentialProvider {
  if (endpoint === undefined) return fromNodeProviderChain({ ignoreCache: true });
  const { url, authorization } = endpoint;
  return fromHttp({ awsContainerCredentialsFullUri: url, awsContainerAuthorizationToken: authorization });
}
