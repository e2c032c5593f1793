/** One pass over a shard, started by the schedule; or some checks at once, for the responder. Rejects, which Lambda counts as an error, only if it cannot probe at all. */
import { readFileSync } from "node:fs";
import { createCloudWatchClient } from "../lib/aws/cloudwatch-client.ts";
import { createCredentials } from "../lib/aws/credentials.ts";
import { undeliveredRecords } from "../lib/aws/log-records.ts";
import { createMetricSink } from "../lib/aws/metric-routes.ts";
import { createOutcomeLog } from "../lib/aws/outcome-log.ts";
import { homeRegion } from "../lib/aws/own-region.ts";
import { type ProbeAnswer, parseProbeRequest } from "../lib/aws/probe-request.ts";
import { createRequestSigner } from "../lib/aws/request-signer.ts";
import { createAwsSecrets } from "../lib/aws/secrets.ts";
import { type DueShard, findShard, parseManifest, parseShardEvent } from "../lib/aws/shard-input.ts";
import { otlpChecks } from "../lib/core/metrics/routes.ts";
import { publishesPhases, samplesOfOutcome, samplesOfShard } from "../lib/core/metrics/samples.ts";
import type { CheckId } from "../lib/core/model/check.ts";
import type { Sample } from "../lib/core/model/metric.ts";
import type { Outcome } from "../lib/core/model/outcome.ts";
import type { Manifest } from "../lib/core/model/shard.ts";
import { createResolver } from "../lib/core/net/system-resolver.ts";
import { collectGarbage, quietEngine } from "../lib/core/run/quiet-engine.ts";
import { runNow } from "../lib/core/run/run-now.ts";
import { runShard } from "../lib/core/run/run-shard.ts";
import { systemClock as clock } from "../lib/core/time/clock.ts";

/** Kept free at the end of an invocation for publishing what was measured. */
const PUBLISHING_MS = 3_000;
/** Where more time is left, CloudWatch gets it, but the bill must not grow with its outage. */
const PUBLISHING_MAX_MS = 15_000;
/** Who asks for a probe waits no longer than this, and a little for the answer. */
const PROBE_NOW_MAX_MS = 12_000;
/** For the log lines of what could not be published. */
const LOGGING_MS = 500;

quietEngine();
// Once for the life of the container: connections and credentials outlive an invocation.
const credentials = createCredentials();
const region = homeRegion(process.env);
const client = createCloudWatchClient({ credentials, ...(region !== undefined && { region }) });
const secrets = createAwsSecrets({ credentials, ...(region !== undefined && { region }) });
const signer = createRequestSigner({ credentials });
const resolver = createResolver();
const recordOf = createOutcomeLog();
let manifest: Manifest | undefined;

interface InvocationContext {
  getRemainingTimeInMillis(): number;
}

export async function handler(event: unknown, context: InvocationContext): Promise<ProbeAnswer | undefined> {
  const asked = parseProbeRequest(event);
  const due = asked === undefined ? parseShardEvent(event) : undefined;
  manifest ??= parseManifest(readFileSync(new URL("manifest.json", import.meta.url), "utf8"));
  const answer = asked && (await probeNow(asked, { manifest, context }));
  if (due !== undefined) await passOver(due, { manifest, context });
  collectGarbage();
  return answer;
}

interface Invocation {
  readonly manifest: Manifest;
  readonly context: InvocationContext;
}

/** Neither published nor logged: the schedule's own runs are what counts. */
async function probeNow(ids: readonly CheckId[], { manifest, context }: Invocation): Promise<ProbeAnswer> {
  const checks = manifest.shards.flatMap((shard) => shard.checks.filter(({ id }) => ids.includes(id)));
  const withinMs = Math.max(0, Math.min(PROBE_NOW_MAX_MS, context.getRemainingTimeInMillis() - PUBLISHING_MS));
  return { outcomes: await runNow(checks, { location: location(), clock, resolver, secrets, signer, withinMs }) };
}

async function passOver(due: DueShard, { manifest, context }: Invocation): Promise<void> {
  const { deployment } = manifest;
  const shard = findShard(manifest, due.shard);
  const slowOf = new Map(shard.checks.map(({ id, slow }) => [id, slow]));
  const withPhases = new Set(shard.checks.filter(publishesPhases).map(({ id }) => id));
  const samples: Sample[] = [];
  const onOutcome = (outcome: Outcome, dueEpochMs: number) => {
    const run = { everyMs: shard.everyMs, dueEpochMs, slow: slowOf.get(outcome.check) ?? [] };
    samples.push(...samplesOfOutcome(outcome, { ...run, deployment, hasPhases: withPhases.has(outcome.check) }));
    const record = recordOf(outcome, run);
    if (record !== undefined) log(record);
  };
  const report = await runShard(shard, {
    location: location(),
    clock,
    resolver,
    secrets,
    signer,
    scheduledAtEpochMs: due.scheduledAtEpochMs,
    remainingMs: () => context.getRemainingTimeInMillis() - PUBLISHING_MS,
    onOutcome,
  });
  samples.push(...samplesOfShard(report, deployment));
  const budgetMs = Math.max(0, Math.min(PUBLISHING_MAX_MS, context.getRemainingTimeInMillis() - LOGGING_MS));
  const ways = { client, signer, env: process.env, otlpChecks: otlpChecks(shard.checks), budgetMs };
  const receipt = await createMetricSink(ways).publish(samples);
  for (const record of undeliveredRecords(receipt)) log(record);
}

function location(): string {
  const name = process.env.BONGSU_LOCATION ?? process.env.AWS_REGION;
  if (!name) throw new Error("Neither BONGSU_LOCATION nor AWS_REGION says where this prober runs.");
  return name;
}

/** Past `console`, which would put a time stamp before the JSON and hide it from metric filters. */
function log(record: string): void {
  process.stdout.write(`${record}\n`);
}
