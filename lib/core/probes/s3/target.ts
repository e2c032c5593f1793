import type { IpChoice } from "../../net/resolve.ts";
import type { TlsOptions } from "../../net/tls-options.ts";

/** What an `s3` check asks, as its schema leaves it. */
export interface S3Target {
  readonly bucket: string;
  /** Of the object whose age matters; with `roundTrip`, the prefix below which objects come and go. */
  readonly key: string;
  readonly mode: "age" | "roundTrip";
  /** Of the bucket; absent: that of the deployment. */
  readonly region?: string;
  /** ARN of a role to assume; absent: the prober's own credentials. */
  readonly role?: string;
  /** That the role's trust policy asks for. */
  readonly externalId?: string;
  /** Scheme, host and port of a private endpoint or of another S3; absent: AWS's own. */
  readonly endpoint?: string;
  /** The bucket stands in the path instead of in the host name. */
  readonly forcePathStyle: boolean;
  readonly ip: IpChoice;
  readonly tls: TlsOptions;
}
