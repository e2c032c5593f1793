/** One analysis of metric history, started by the schedule. Rejects, which Lambda counts as an error, only if it could read nothing. */
import { readFileSync } from "node:fs";
import { parseAnalystEvent, parseAnalystManifest } from "../lib/aws/analyst-input.ts";
import { createCloudWatchClient } from "../lib/aws/cloudwatch-client.ts";
import { createCredentials } from "../lib/aws/credentials.ts";
import { threadRecord, undeliveredRecords, unreadRecords } from "../lib/aws/log-records.ts";
import { createHistory, createMetricSink } from "../lib/aws/metric-routes.ts";
import { createRequestSigner } from "../lib/aws/request-signer.ts";
import { createAwsSecrets } from "../lib/aws/secrets.ts";
import { analyseHours, hourChecksDue } from "../lib/core/analysis/analyse-hours.ts";
import { analyseLeaks } from "../lib/core/analysis/analyse-leaks.ts";
import type { Analysis } from "../lib/core/analysis/leak-report.ts";
import type { AnalystManifest } from "../lib/core/analysis/manifest.ts";
import { createThreadDumper } from "../lib/core/analysis/thread-dumper.ts";
import { samplesOfHours, samplesOfLeak } from "../lib/core/metrics/analysis-samples.ts";
import { otlpChecks } from "../lib/core/metrics/routes.ts";
import type { Sample } from "../lib/core/model/metric.ts";
import { createResolver } from "../lib/core/net/system-resolver.ts";
import type { MetricSink } from "../lib/core/ports.ts";
import { systemClock as clock } from "../lib/core/time/clock.ts";

const READING_MAX_MS = 45_000;
const PUBLISHING_MAX_MS = 15_000;
/** A batch is begun only with time for reading it, for judging it, and for publishing everything. */
const BATCH_MAX_MS = READING_MAX_MS + 15_000 + PUBLISHING_MAX_MS;

// Once for the life of the container: connections, credentials and the first dump of a suspicion outlive an invocation.
const credentials = createCredentials();
const client = createCloudWatchClient({ credentials });
const secrets = createAwsSecrets({ credentials });
const signer = createRequestSigner({ credentials });
const dumper = createThreadDumper({ clock, secrets, signer, resolver: createResolver() });
let manifest: AnalystManifest | undefined;

interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

export async function handler(event: unknown, context: InvocationContext): Promise<void> {
  const due = parseAnalystEvent(event);
  manifest ??= parseAnalystManifest(readFileSync(new URL("manifest.json", import.meta.url), "utf8"));
  const { deployment, timezone, hours, leaks } = manifest;
  const budgetMs = Math.min(READING_MAX_MS, context.getRemainingTimeInMillis() / 2);
  const ways = { client, signer, env: process.env, otlpChecks: otlpChecks([...hours, ...leaks]) };
  const publish = (samples: readonly Sample[]) =>
    publishBy(createMetricSink({ ...ways, budgetMs: publishingMs(context) }), samples);
  const options = {
    deployment,
    locations: locations(),
    history: createHistory({ ...ways, budgetMs }),
    nowEpochMs: due.scheduledAtEpochMs,
  };
  if (due.analysis === "hours") {
    const hasTime = () => context.getRemainingTimeInMillis() > BATCH_MAX_MS;
    const analysis = await analyseHours(hourChecksDue(hours, due.scheduledAtEpochMs), { ...options, timezone, hasTime });
    tellUnread(analysis);
    const published = { deployment, atEpochMs: due.scheduledAtEpochMs, otlpChecks: ways.otlpChecks };
    return await publish(samplesOfHours(analysis.reports, published));
  }
  const analysis = await analyseLeaks(leaks, options);
  tellUnread(analysis);
  await publish(analysis.reports.flatMap((report) => samplesOfLeak(report, deployment)));
  for (const evidence of await dumper.dump(analysis.reports)) log(threadRecord(evidence));
}

function publishingMs(context: InvocationContext): number {
  return Math.min(PUBLISHING_MAX_MS, context.getRemainingTimeInMillis() / 2);
}

async function publishBy(sink: MetricSink, samples: readonly Sample[]): Promise<void> {
  const receipt = await sink.publish(samples);
  for (const record of undeliveredRecords(receipt)) log(record);
}

function tellUnread({ reports, unread }: Analysis<unknown>): void {
  for (const record of unreadRecords(unread)) log(record);
  const [first] = unread;
  if (reports.length === 0 && first !== undefined) throw new Error(`No history could be read: ${first.reason}`);
}

function locations() {
  const { BONGSU_LOCATION_REGION: region, BONGSU_LOCATION_VPC: vpc } = process.env;
  if (!region || !vpc) throw new Error("BONGSU_LOCATION_REGION and BONGSU_LOCATION_VPC do not say where the probers run.");
  return { region, vpc };
}

/** Past `console`, which would put a time stamp before the JSON and hide it from metric filters. */
function log(record: string): void {
  process.stdout.write(`${record}\n`);
}
