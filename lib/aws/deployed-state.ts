/** How a deployment stands now: its alarms as CloudWatch has them, and the newest runs that its probers have kept. Only reads. */
import { planAlarms } from "../core/alarms/plan.ts";
import { planResponderAlarms } from "../core/alarms/responder-alarms.ts";
import { readNewest } from "../core/investigation/outcomes.ts";
import type { Config } from "../core/model/check.ts";
import type { Outcome } from "../core/model/outcome.ts";
import type { AlarmState } from "../core/model/picture.ts";
import type { Clock } from "../core/ports.ts";
import { readDeploymentStates } from "./alarm-states.ts";
import { createCloudWatchClient } from "./cloudwatch-client.ts";
import type { AwsCredentials } from "./credentials.ts";
import { createEvidenceSource } from "./evidence-source.ts";
import { createLogsClient } from "./logs-client.ts";
import { createMetricHistory } from "./metric-history.ts";
import { createRecordReader } from "./record-reader.ts";
import { alarmContextOf } from "./responder-input.ts";

const ALARMS_MAX_MS = 30_000;
const RUNS_MAX_MS = 15_000;

export interface DeployedState {
  /** Those of the plan that CloudWatch knows. */
  readonly alarms: readonly AlarmState[];
  /** Of the last hour, newest first; none where the logs may not be read. */
  readonly outcomes: readonly Outcome[];
}

export interface DeployedStateOptions {
  readonly credentials: AwsCredentials;
  readonly clock: Clock;
}

/** Rejects when the alarms cannot be seen. */
export async function readDeployedState(config: Config, { clock, credentials }: DeployedStateOptions): Promise<DeployedState> {
  // Names of alarms do not depend on where they are.
  const context = alarmContextOf(config, { BONGSU_LOCATION_REGION: "here", BONGSU_LOCATION_VPC: "here" });
  const planned = [...planAlarms(config, context), ...planResponderAlarms(config, context)];
  const client = createCloudWatchClient({ credentials });
  const evidence = createEvidenceSource({
    config,
    reader: createRecordReader({
      client: createLogsClient({ credentials }),
      clientIn: (region) => createLogsClient({ credentials, region }),
      budgetMs: RUNS_MAX_MS,
      clock,
    }),
    history: createMetricHistory({ client, budgetMs: RUNS_MAX_MS, clock }),
    probe: async () => [],
  });
  const ids = config.checks.map(({ id }) => id);
  const [alarms, outcomes] = await Promise.all([
    readDeploymentStates(planned, { config, context, client, budgetMs: ALARMS_MAX_MS, clock }),
    readNewest(ids, { evidence, nowEpochMs: clock.epochMs() }),
  ]);
  return { alarms, outcomes };
}
