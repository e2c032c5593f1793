/** A cdk-nag finding that does not fit, acknowledged with its reason beside the resource it is about. */
import { Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/** `finding` as cdk-nag prints it: `AwsSolutions::AwsSolutions-IAM5[Resource::*]`. */
export function acknowledge(scope: IConstruct, finding: string, reason: string): void {
  Validations.of(scope).acknowledge({ id: finding, reason });
}
