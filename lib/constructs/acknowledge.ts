/** A cdk-nag finding that does not fit, acknowledged with its reason beside the resource it is about. */
import { Stack, Token, Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";

/** `finding` as cdk-nag prints it: `AwsSolutions::AwsSolutions-IAM5[Resource::*]`. */
export function acknowledge(scope: IConstruct, finding: string, reason: string): void {
  Validations.of(scope).acknowledge({ id: finding, reason });
}

/** A text as cdk-nag prints it: what is not known before the deployment by its name, as in `<AWS::Region>`. */
export function asShown(scope: IConstruct, text: string): string {
  const { account, partition, region } = Stack.of(scope);
  const names = { AccountId: account, Partition: partition, Region: region };
  const open = Object.entries(names).filter(([, value]) => Token.isUnresolved(value));
  return open.reduce((shown, [name, value]) => shown.replaceAll(value, `<AWS::${name}>`), text);
}
