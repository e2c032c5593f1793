import { SNSClient } from "@aws-sdk/client-sns";
import { REQUEST_LIMITS } from "./request-limits.ts";
import { retryingExpired, type SdkClientOptions, sdkConfig } from "./sdk-client.ts";

/** A client for the whole life of the process, with the SDK's own retries: a message twice is better than none. */
export function createSnsClient(options: SdkClientOptions): SNSClient {
  return retryingExpired(new SNSClient({ ...sdkConfig(options), requestHandler: REQUEST_LIMITS }), options);
}
