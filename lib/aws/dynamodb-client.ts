import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { AwsCredentials } from "./credentials.ts";
import { REQUEST_LIMITS } from "./request-limits.ts";

export interface DynamoDbOptions {
  readonly credentials: AwsCredentials;
  /** Default: as the SDK finds it, in AWS_REGION or the profile. */
  readonly region?: string;
  /** For stand-ins and private endpoints. */
  readonly endpoint?: string;
}

/** A client for the whole life of the process; the SDK's own retries are enough, since every call may be repeated. */
export function createDynamoDbClient({ credentials, region, endpoint }: DynamoDbOptions): DynamoDBClient {
  const client = new DynamoDBClient({
    credentials: credentials.provider,
    requestHandler: REQUEST_LIMITS,
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  client.middlewareStack.add(credentials.retryExpired, { step: "initialize", name: "retryExpired" });
  return client;
}
