import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import type { AwsCredentials } from "./credentials.ts";
import { REQUEST_LIMITS } from "./request-limits.ts";

export interface LogsOptions {
  readonly credentials: AwsCredentials;
  /** Default: as the SDK finds it, in AWS_REGION or the profile. */
  readonly region?: string;
  /** For stand-ins and private endpoints. */
  readonly endpoint?: string;
}

/** A client for the whole life of the process; reading may be repeated, so the SDK's own retries are enough. */
export function createLogsClient({ credentials, region, endpoint }: LogsOptions): CloudWatchLogsClient {
  const client = new CloudWatchLogsClient({
    credentials: credentials.provider,
    requestHandler: REQUEST_LIMITS,
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  client.middlewareStack.add(credentials.retryExpired, { step: "initialize", name: "retryExpired" });
  return client;
}
