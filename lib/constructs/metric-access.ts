/** What publishing and reading metrics takes. Metrics have no ARN, so each is allowed for all of the account or bounded by its namespace. */
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { METRIC_NAMESPACE } from "../core/metrics/catalogue.ts";

/** OTLP metrics know no namespace: where there are some, nothing bounds what is published. */
export function publishMetrics({ usesOtlp }: { readonly usesOtlp: boolean }): PolicyStatement {
  const conditions = { StringEquals: { "cloudwatch:namespace": METRIC_NAMESPACE } };
  return new PolicyStatement({
    sid: "PublishMetrics",
    actions: ["cloudwatch:PutMetricData"],
    resources: ["*"],
    ...(!usesOtlp && { conditions }),
  });
}

/** They know neither resources nor conditions. PromQL asks for both. */
export function actionsToReadMetrics({ usesOtlp }: { readonly usesOtlp: boolean }): string[] {
  return ["cloudwatch:GetMetricData", ...(usesOtlp ? ["cloudwatch:ListMetrics"] : [])];
}

export function readMetrics(options: { readonly usesOtlp: boolean }): PolicyStatement {
  return new PolicyStatement({ sid: "ReadMetrics", actions: actionsToReadMetrics(options), resources: ["*"] });
}

/** The state of a PromQL alarm is that of its contributors. */
export function actionsToReadAlarms({ usesOtlp }: { readonly usesOtlp: boolean }): string[] {
  return ["cloudwatch:DescribeAlarms", ...(usesOtlp ? ["cloudwatch:DescribeAlarmContributors"] : [])];
}
