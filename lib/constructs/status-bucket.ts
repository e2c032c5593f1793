/** Where status pages are kept: below `public/` what anybody may read who knows the address, below `private/` what they are made of. */
import { Duration, RemovalPolicy } from "aws-cdk-lib";
import { Effect, PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";

export function createStatusBucket(scope: Construct): IBucket {
  const bucket = new Bucket(scope, "Bucket", {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    // Everything that is shown is written anew within a day: what is older belongs to a check or a page that is gone.
    lifecycleRules: [{ prefix: "public/", expiration: Duration.days(2), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    // The addresses that customers were given are in it, and ninety days that nobody could tell again.
    removalPolicy: RemovalPolicy.RETAIN,
  });
  // The distribution adds its folder to every path; this holds even if that were changed.
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: "KeepPrivate",
      effect: Effect.DENY,
      principals: [new ServicePrincipal("cloudfront.amazonaws.com")],
      actions: ["s3:GetObject"],
      resources: [bucket.arnForObjects("private/*")],
    }),
  );
  acknowledge(bucket, "AwsSolutions::AwsSolutions-S1", "Who reads a status page is nobody's business.");
  // CDK declares an optional field of the class with `undefined`, and of the interface without.
  return bucket as IBucket;
}
