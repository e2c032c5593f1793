/** What all clients of the SDK have in common: credentials that refresh themselves, and a second try when they had just expired. */
import type { AwsCredentials } from "./credentials.ts";

export interface SdkClientOptions {
  readonly credentials: AwsCredentials;
  /** Default: as the SDK finds it, in AWS_REGION or the profile. */
  readonly region?: string;
  /** For stand-ins and private endpoints. */
  readonly endpoint?: string;
}

/** Named, for what would be inferred has a name only where packages lie in the usual place. */
interface SdkConfig {
  readonly credentials: AwsCredentials["provider"];
  readonly region?: string;
  readonly endpoint?: string;
}

export function sdkConfig({ credentials, region, endpoint }: SdkClientOptions): SdkConfig {
  return {
    credentials: credentials.provider,
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}

interface WithMiddleware {
  readonly middlewareStack: {
    add(middleware: AwsCredentials["retryExpired"], options: { step: "initialize"; name: string }): void;
  };
}

/** The same client. */
export function retryingExpired<Client extends WithMiddleware>(client: Client, { credentials }: SdkClientOptions): Client {
  client.middlewareStack.add(credentials.retryExpired, { step: "initialize", name: "retryExpired" });
  return client;
}
