/** What the test itself asks of the emulator: through the SDK where the project has the client, else as plain requests. */
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SNSClient } from "@aws-sdk/client-sns";
import { isRecord } from "../../lib/core/shapes.ts";
import { REGION } from "./emulator.ts";

export interface Aws {
  readonly cloudWatch: CloudWatchClient;
  readonly logs: CloudWatchLogsClient;
  readonly dynamoDb: DynamoDBClient;
  readonly sns: SNSClient;
  /** Any request to any service; the answer's text. Throws what an answer above 299 says. */
  request(service: string, request: PlainRequest): Promise<Answer>;
  /** An action of SQS. */
  sqs(action: string, input: object): Promise<Readonly<Record<string, unknown>>>;
  /** Waits for the end, or hands over and returns at once. */
  invoke(functionName: string, event: object, how?: "wait" | "hand-over"): Promise<Invoked>;
}

export interface PlainRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface Invoked {
  readonly status: number;
  /** `Unhandled` where the function threw. */
  readonly functionError?: string;
  /** What it returned; undefined where it was handed over. */
  readonly payload: unknown;
}

const REQUEST_TIMEOUT_MS = 90_000;

export function connectAws(endpoint: string): Aws {
  const options = { endpoint, region: REGION, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  const request: Aws["request"] = async (service, { method = "POST", path = "/", headers = {}, body }) => {
    const answer = await fetch(`${endpoint}${path}`, {
      method,
      headers: { authorization: authorization(service), ...headers },
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
      ...(body !== undefined && { body }),
    });
    const text = await answer.text();
    if (answer.status > 299) throw new Error(`${service} answers ${method} ${path} with ${answer.status}: ${text}`);
    return { status: answer.status, headers: answer.headers, text };
  };
  return {
    cloudWatch: new CloudWatchClient(options),
    logs: new CloudWatchLogsClient(options),
    dynamoDb: new DynamoDBClient(options),
    sns: new SNSClient(options),
    request,
    sqs: async (action, input) => {
      const headers = { "content-type": "application/x-amz-json-1.0", "x-amz-target": `AmazonSQS.${action}` };
      const { text } = await request("sqs", { headers, body: JSON.stringify(input) });
      const answer: unknown = text === "" ? {} : JSON.parse(text);
      return isRecord(answer) ? answer : {};
    },
    invoke: async (functionName, event, how = "wait") => {
      const headers = { "x-amz-invocation-type": how === "wait" ? "RequestResponse" : "Event" };
      const path = `/2015-03-31/functions/${functionName}/invocations`;
      const answer = await request("lambda", { path, headers, body: JSON.stringify(event) });
      const functionError = answer.headers.get("x-amz-function-error");
      const payload: unknown = answer.text === "" ? undefined : JSON.parse(answer.text);
      return { status: answer.status, payload, ...(functionError !== null && { functionError }) };
    },
  };
}

/** The emulator reads service and Region from it, and looks at no signature. */
function authorization(service: string): string {
  return `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=none`;
}
