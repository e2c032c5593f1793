import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { REQUEST_LIMITS } from "./request-limits.ts";
import { retryingExpired, type SdkClientOptions, sdkConfig } from "./sdk-client.ts";

/** A client for the whole life of the process; reading may be repeated, so the SDK's own retries are enough. */
export function createLogsClient(options: SdkClientOptions): CloudWatchLogsClient {
  return retryingExpired(new CloudWatchLogsClient({ ...sdkConfig(options), requestHandler: REQUEST_LIMITS }), options);
}
