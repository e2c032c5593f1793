/** Draws on a dashboard, called by the console of whoever looks at it. Never rejects for what it was asked: people get a sentence. */
import { readFileSync } from "node:fs";
import { describeApiError } from "../lib/aws/api-error.ts";
import { createCloudWatchClient } from "../lib/aws/cloudwatch-client.ts";
import { createCredentials } from "../lib/aws/credentials.ts";
import { createDynamoDbClient } from "../lib/aws/dynamodb-client.ts";
import { incidentReader } from "../lib/aws/incident-reader.ts";
import { createHistory } from "../lib/aws/metric-routes.ts";
import { createRequestSigner } from "../lib/aws/request-signer.ts";
import { parseWidgetManifest, probeLocations } from "../lib/aws/widget-input.ts";
import { otlpChecks } from "../lib/core/metrics/routes.ts";
import type { MetricHistory } from "../lib/core/ports.ts";
import { systemClock as clock } from "../lib/core/time/clock.ts";
import { answerWidget } from "../lib/core/widget/answer.ts";
import type { WidgetManifest } from "../lib/core/widget/manifest.ts";
import { rememberingHistory } from "../lib/core/widget/remembering-history.ts";

/** Whoever looks waits for it. */
const READING_MAX_MS = 4_000;
/** The picture waits no longer for what it can do without. */
const INCIDENTS_MAX_MS = 1_500;
/** As long as the shortest period of a metric. */
const REMEMBER_MS = 60_000;

// Once for the life of the container: connections, credentials and what was just read outlive an invocation.
const credentials = createCredentials();
const client = createCloudWatchClient({ credentials });
const signer = createRequestSigner({ credentials });
const dynamoDb = createDynamoDbClient({ credentials });
let manifest: WidgetManifest | undefined;
let history: MetricHistory | undefined;

interface InvocationContext {
  readonly invokedFunctionArn: string;
}

export async function handler(event: unknown, { invokedFunctionArn: functionArn }: InvocationContext): Promise<string> {
  manifest ??= parseWidgetManifest(readFileSync(new URL("manifest.json", import.meta.url), "utf8"));
  history ??= openHistory(manifest);
  return await answerWidget(event, {
    ...{ manifest, functionArn, history, locations: probeLocations(process.env), nowEpochMs: clock.epochMs() },
    readIncidents: incidentReader({ client: dynamoDb, deployment: manifest.deployment, timeoutMs: INCIDENTS_MAX_MS, clock }),
    onFault: (error) => log(JSON.stringify({ bongsu: "failed", reason: describeApiError(error) })),
  });
}

function openHistory({ checks }: WidgetManifest): MetricHistory {
  const ways = { client, signer, env: process.env, otlpChecks: otlpChecks(checks), budgetMs: READING_MAX_MS };
  return rememberingHistory(createHistory(ways), { clock, rememberMs: REMEMBER_MS });
}

/** Past `console`, which would put a time stamp before the JSON. */
function log(record: string): void {
  process.stdout.write(`${record}\n`);
}
