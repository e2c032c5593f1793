/** Where the responder keeps incidents and what is still to be told. */
import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, Billing, TableEncryptionV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { EXPIRY_ATTRIBUTE } from "../core/model/resource-names.ts";

/**
 * Some megabytes at most, so that point-in-time recovery costs less than a cent. It goes with the stack: what is open then is seen
 * anew from the alarms.
 */
export function createIncidentTable(scope: Construct, tableName: string): TableV2 {
  return new TableV2(scope, "Incidents", {
    tableName,
    partitionKey: { name: "pk", type: AttributeType.STRING },
    sortKey: { name: "sk", type: AttributeType.STRING },
    billing: Billing.onDemand(),
    encryption: TableEncryptionV2.dynamoOwnedKey(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    timeToLiveAttribute: EXPIRY_ATTRIBUTE,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
