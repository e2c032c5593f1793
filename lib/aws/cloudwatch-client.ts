import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { AwsCredentials } from "./credentials.ts";

export interface CloudWatchOptions {
  readonly credentials: AwsCredentials;
  /** Default: as the SDK finds it, in AWS_REGION or the profile. */
  readonly region?: string;
  /** For stand-ins and private endpoints. */
  readonly endpoint?: string;
}

/** A client for the whole life of the process. It never retries by itself: who calls it knows how much time is left. */
export function createCloudWatchClient({ credentials, region, endpoint }: CloudWatchOptions): CloudWatchClient {
  const client = new CloudWatchClient({
    credentials: credentials.provider,
    maxAttempts: 1,
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  client.middlewareStack.add(credentials.retryExpired, { step: "initialize", name: "retryExpired" });
  return client;
}
