/**
 * Credentials of the roles that checks name. Each is assumed with the credentials of this process as they are at that moment,
 * shared by all its checks, and assumed anew before they expire.
 */
import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import type { Clock } from "../core/ports.ts";
import { describeApiError } from "./api-error.ts";
import { type AwsCredentials, CredentialsUnavailableError } from "./credentials.ts";
import { LATE, within } from "./within.ts";

type CredentialProvider = AwsCredentials["provider"];
type Identity = Awaited<ReturnType<CredentialProvider>>;

/** What a role session lasts is said by the role; never less than a quarter of an hour. */
const EARLY_MS = 5 * 60_000;
const ASSUMING_MAX_MS = 6_000;
const ROLES_MAX = 1_000;
const SESSION_NAME = "bongsu";

export interface AssumedRolesOptions {
  readonly credentials: AwsCredentials;
  readonly clock: Clock;
}

export interface RoleChoice {
  readonly role: string;
  /** That the role's trust policy asks for. */
  readonly externalId?: string;
  /** Whose STS is asked: the nearest, which private networks reach. */
  readonly region: string;
}

export class AssumedRoles {
  readonly #options: AssumedRolesOptions;
  readonly #roles = new Map<string, AssumedRole>();

  constructor(options: AssumedRolesOptions) {
    this.#options = options;
  }

  /** A function to be asked anew for every use; rejects with a CredentialsUnavailableError. */
  providerOf(choice: RoleChoice): CredentialProvider {
    const assumed = this.#find(choice);
    return (request) => assumed.get({ isForced: request?.forceRefresh === true });
  }

  #find(choice: RoleChoice): AssumedRole {
    const name = JSON.stringify([choice.region, choice.role, choice.externalId]);
    const found = this.#roles.get(name);
    if (found !== undefined) return found;
    if (this.#roles.size >= ROLES_MAX) this.#roles.delete(this.#roles.keys().next().value ?? "");
    const assumed = new AssumedRole(choice, this.#options);
    this.#roles.set(name, assumed);
    return assumed;
  }
}

class AssumedRole {
  readonly #role: string;
  readonly #options: AssumedRolesOptions;
  readonly #assume: CredentialProvider;
  #last: Identity | undefined;
  #loading: Promise<Identity> | undefined;

  constructor({ role, externalId, region }: RoleChoice, options: AssumedRolesOptions) {
    this.#role = role;
    this.#options = options;
    this.#assume = fromTemporaryCredentials({
      masterCredentials: options.credentials.provider,
      params: { RoleArn: role, RoleSessionName: SESSION_NAME, ...(externalId !== undefined && { ExternalId: externalId }) },
      clientConfig: { region, maxAttempts: 2, requestHandler: { requestTimeout: ASSUMING_MAX_MS, throwOnRequestTimeout: true } },
    });
  }

  get({ isForced }: { readonly isForced: boolean }): Promise<Identity> {
    if (!isForced && this.#last !== undefined && this.#isFresh(this.#last)) return Promise.resolve(this.#last);
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  #isFresh({ expiration }: Identity): boolean {
    return expiration !== undefined && expiration.getTime() - EARLY_MS > this.#options.clock.epochMs();
  }

  async #load(): Promise<Identity> {
    const { clock, credentials } = this.#options;
    const assume = credentials.retryExpired(() => this.#assume());
    const loaded = await within(() => assume(undefined), { clock, timeoutMs: ASSUMING_MAX_MS }).catch((error: unknown) => {
      throw this.#explain(error);
    });
    if (loaded === LATE) throw unavailable(this.#role, `STS did not answer within ${ASSUMING_MAX_MS} ms`);
    this.#last = loaded;
    return loaded;
  }

  /** That this process itself has no credentials is no fault of the role. */
  #explain(error: unknown): Error {
    return error instanceof CredentialsUnavailableError ? error : unavailable(this.#role, describeApiError(error));
  }
}

function unavailable(role: string, reason: string): CredentialsUnavailableError {
  return new CredentialsUnavailableError(`The role ${role} cannot be assumed: ${reason}`);
}
