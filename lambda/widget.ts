/** Draws on a dashboard, called by the console of whoever looks at it. Never rejects for what it was asked: people get a sentence. */
import { readFileSync } from "node:fs";
import { describeApiError } from "../lib/aws/api-error.ts";
import { createCloudWatchClient } from "../lib/aws/cloudwatch-client.ts";
import { createCredentials } from "../lib/aws/credentials.ts";
import { createMetricHistory } from "../lib/aws/metric-history.ts";
import { parseWidgetManifest, probeLocations } from "../lib/aws/widget-input.ts";
import { systemClock as clock } from "../lib/core/time/clock.ts";
import { answerWidget } from "../lib/core/widget/answer.ts";
import type { WidgetManifest } from "../lib/core/widget/manifest.ts";
import { rememberingHistory } from "../lib/core/widget/remembering-history.ts";

/** Whoever looks waits for it. */
const READING_MAX_MS = 4_000;
/** As long as the shortest period of a metric. */
const REMEMBER_MS = 60_000;

// Once for the life of the container: connections, credentials and what was just read outlive an invocation.
const client = createCloudWatchClient({ credentials: createCredentials() });
const history = rememberingHistory(createMetricHistory({ client, budgetMs: READING_MAX_MS }), { clock, rememberMs: REMEMBER_MS });
let manifest: WidgetManifest | undefined;

interface InvocationContext {
  readonly invokedFunctionArn: string;
}

export async function handler(event: unknown, { invokedFunctionArn: functionArn }: InvocationContext): Promise<string> {
  manifest ??= parseWidgetManifest(readFileSync(new URL("manifest.json", import.meta.url), "utf8"));
  return await answerWidget(event, {
    ...{ manifest, functionArn, history, locations: probeLocations(process.env), nowEpochMs: clock.epochMs() },
    onFault: (error) => log(JSON.stringify({ bongsu: "failed", reason: describeApiError(error) })),
  });
}

/** Past `console`, which would put a time stamp before the JSON. */
function log(record: string): void {
  process.stdout.write(`${record}\n`);
}
