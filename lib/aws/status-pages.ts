/** The status pages on AWS: their ports. */
import { randomBytes } from "node:crypto";
import { planAlarms } from "../core/alarms/plan.ts";
import { otlpChecks } from "../core/metrics/routes.ts";
import type { ResponderManifest } from "../core/model/responder-manifest.ts";
import type { Clock } from "../core/ports.ts";
import { type PublishedPage, publishStatusPages } from "../core/status-page/publish.ts";
import { systemClock } from "../core/time/clock.ts";
import { readDeploymentStates } from "./alarm-states.ts";
import { createCloudWatchClient } from "./cloudwatch-client.ts";
import type { AwsCredentials } from "./credentials.ts";
import { createDynamoDbClient } from "./dynamodb-client.ts";
import { createDynamoDbIncidentStore } from "./dynamodb-incident-store.ts";
import { createHistory } from "./metric-routes.ts";
import { createRequestSigner } from "./request-signer.ts";
import { alarmContextOf } from "./responder-input.ts";
import { createS3PageStore } from "./s3-page-store.ts";

export interface StatusPagesOptions {
  readonly manifest: ResponderManifest;
  readonly credentials: AwsCredentials;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
}

/** Enough for 20,000 alarms. */
const ALARMS_MAX_MS = 35_000;
const HISTORY_MAX_MS = 25_000;
/** 128 bits: nobody finds it by trying. */
const SECRET_BYTES = 16;

/** Writes all pages once; rejects when it cannot see how things are, or cannot write. */
export function createStatusPages({
  manifest: { config },
  credentials,
  env,
  clock = systemClock,
}: StatusPagesOptions): () => Promise<PublishedPage[]> {
  const context = alarmContextOf(config, env);
  const alarms = planAlarms(config, context);
  const { bucket, baseUrl } = placeOf(env);
  const cloudWatch = createCloudWatchClient({ credentials });
  const signer = createRequestSigner({ credentials, clock });
  const store = createS3PageStore({ signer, bucket, env });
  const readIncidents = incidentReader(config.name, { credentials, env });
  return () =>
    publishStatusPages({
      ...{ config, store, clock, baseUrl, readIncidents },
      readAlarms: () => readDeploymentStates(alarms, { config, context, client: cloudWatch, budgetMs: ALARMS_MAX_MS, clock }),
      history: createHistory({
        ...{ client: cloudWatch, signer, env, budgetMs: HISTORY_MAX_MS, clock },
        otlpChecks: otlpChecks(config.checks),
      }),
      locations: context.locations,
      newSecret: () => randomBytes(SECRET_BYTES).toString("hex"),
    });
}

/** Where nobody is told there is no table, and pages show states alone. */
function incidentReader(deployment: string, { credentials, env }: Pick<StatusPagesOptions, "credentials" | "env">) {
  const { BONGSU_INCIDENT_TABLE: tableName } = env;
  if (!tableName) return async () => [];
  const store = createDynamoDbIncidentStore({ client: createDynamoDbClient({ credentials }), tableName, deployment });
  return async () => (await store.read()).incidents;
}

function placeOf({ BONGSU_STATUS_BUCKET: bucket, BONGSU_STATUS_URL: baseUrl }: StatusPagesOptions["env"]) {
  if (!bucket || !baseUrl) throw new Error("BONGSU_STATUS_BUCKET and BONGSU_STATUS_URL do not say where the status pages are.");
  return { bucket, baseUrl };
}
