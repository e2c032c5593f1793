/** Incidents of a deployment for somebody who waits: read once, within a time. */
import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { resourceNames } from "../core/model/resource-names.ts";
import type { Clock } from "../core/ports.ts";
import type { ReadIncidents } from "../core/widget/read-incident.ts";
import { describeApiError } from "./api-error.ts";
import { createDynamoDbIncidentStore } from "./dynamodb-incident-store.ts";
import { LATE, within } from "./within.ts";

export interface IncidentReaderOptions {
  readonly client: DynamoDBClient;
  readonly deployment: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** What it reads with rejects with a sentence for people. */
export function incidentReader({ client, clock, deployment, timeoutMs }: IncidentReaderOptions): ReadIncidents {
  const store = createDynamoDbIncidentStore({ client, tableName: resourceNames(deployment).incidentTable, deployment });
  return async () => {
    const ledger = await within(() => store.read(), { timeoutMs, clock }).catch((error: unknown) => {
      throw new Error(describeApiError(error));
    });
    if (ledger === LATE) throw new Error(`DynamoDB did not answer within ${timeoutMs / 1_000} s`);
    return ledger.incidents;
  };
}
