/** What the responder reads and asks in other Regions, by name: a stack there and one here may not refer to each other. */
import { ArnFormat, Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import type { Config } from "../core/model/check.ts";
import { resourceNames } from "../core/model/resource-names.ts";
import { otherRegions } from "../core/run/other-regions.ts";

export function logsElsewhere(scope: Construct, config: Config): { readonly logGroupArn: string }[] {
  const names = resourceNames(config.name);
  return otherRegions(config).map((region) => {
    const resource = { service: "logs", resource: "log-group", resourceName: `${names.logGroup(region)}:*` };
    return { logGroupArn: Stack.of(scope).formatArn({ ...resource, region, arnFormat: ArnFormat.COLON_RESOURCE_NAME }) };
  });
}

export function probersElsewhere(scope: Construct, config: Config): { readonly functionArn: string }[] {
  const names = resourceNames(config.name);
  return otherRegions(config).map((region) => {
    const resource = { service: "lambda", resource: "function", resourceName: names.prober(region) };
    return { functionArn: Stack.of(scope).formatArn({ ...resource, region, arnFormat: ArnFormat.COLON_RESOURCE_NAME }) };
  });
}
