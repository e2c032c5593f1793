import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { REQUEST_LIMITS } from "./request-limits.ts";
import { retryingExpired, type SdkClientOptions, sdkConfig } from "./sdk-client.ts";

/** A client for the whole life of the process; the SDK's own retries are enough, since every call may be repeated. */
export function createDynamoDbClient(options: SdkClientOptions): DynamoDBClient {
  return retryingExpired(new DynamoDBClient({ ...sdkConfig(options), requestHandler: REQUEST_LIMITS }), options);
}
