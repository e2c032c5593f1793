import { SNSClient } from "@aws-sdk/client-sns";
import type { AwsCredentials } from "./credentials.ts";
import { REQUEST_LIMITS } from "./request-limits.ts";

export interface SnsOptions {
  readonly credentials: AwsCredentials;
  /** Default: as the SDK finds it, in AWS_REGION or the profile. */
  readonly region?: string;
  /** For stand-ins and private endpoints. */
  readonly endpoint?: string;
}

/** A client for the whole life of the process, with the SDK's own retries: a message twice is better than none. */
export function createSnsClient({ credentials, region, endpoint }: SnsOptions): SNSClient {
  const client = new SNSClient({
    credentials: credentials.provider,
    requestHandler: REQUEST_LIMITS,
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  client.middlewareStack.add(credentials.retryExpired, { step: "initialize", name: "retryExpired" });
  return client;
}
