/** The way from customers to the status pages: HTTPS only, nothing but reading, no cookies, no log of who reads. */
import { Duration } from "aws-cdk-lib";
import {
  AllowedMethods,
  CachePolicy,
  Distribution,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  PriceClass,
  ResponseHeadersPolicy,
  ViewerProtocolPolicy,
} from "aws-cdk-lib/aws-cloudfront";
import { S3BucketOrigin } from "aws-cdk-lib/aws-cloudfront-origins";
import type { IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";

const YEAR = Duration.days(365);
/** An address that does not lead anywhere yet is asked for again soon. */
const ERRORS_KEPT = Duration.seconds(10);
const ERROR_STATUSES = [403, 404];

export function createStatusDistribution(scope: Construct, bucket: IBucket): Distribution {
  const distribution = new Distribution(scope, "Distribution", {
    comment: "Status pages. Their addresses cannot be guessed.",
    defaultBehavior: {
      origin: S3BucketOrigin.withOriginAccessControl(bucket, { originPath: "/public" }),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      allowedMethods: AllowedMethods.ALLOW_GET_HEAD,
      // Its files say themselves how long they may be kept: half a minute.
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      responseHeadersPolicy: createHeaders(scope),
    },
    httpVersion: HttpVersion.HTTP2_AND_3,
    priceClass: PriceClass.PRICE_CLASS_ALL,
    errorResponses: ERROR_STATUSES.map((httpStatus) => ({ httpStatus, ttl: ERRORS_KEPT })),
  });
  const ownDomain = "Its name is CloudFront's own, under CloudFront's certificate: TLS 1.2 and 1.3 are what browsers speak.";
  acknowledge(distribution, "AwsSolutions::AwsSolutions-CFR1", "Customers are where they are.");
  acknowledge(
    distribution,
    "AwsSolutions::AwsSolutions-CFR2",
    "Static files without input have nothing that a firewall protects.",
  );
  acknowledge(distribution, "AwsSolutions::AwsSolutions-CFR3", "Who reads a status page is nobody's business.");
  acknowledge(distribution, "AwsSolutions::AwsSolutions-CFR4", ownDomain);
  return distribution;
}

/** What a page may do it says itself; here stands what only a header can say. */
function createHeaders(scope: Construct): ResponseHeadersPolicy {
  return new ResponseHeadersPolicy(scope, "Headers", {
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: "frame-ancestors 'none'", override: true },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.NO_REFERRER, override: true },
      strictTransportSecurity: { accessControlMaxAge: YEAR, includeSubdomains: false, override: true },
    },
    customHeadersBehavior: { customHeaders: [{ header: "X-Robots-Tag", value: "noindex, nofollow", override: true }] },
  });
}
