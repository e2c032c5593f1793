import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { retryingExpired, type SdkClientOptions, sdkConfig } from "./sdk-client.ts";

/** A client for the whole life of the process. It never retries by itself: who calls it knows how much time is left. */
export function createCloudWatchClient(options: SdkClientOptions): CloudWatchClient {
  return retryingExpired(new CloudWatchClient({ ...sdkConfig(options), maxAttempts: 1 }), options);
}
