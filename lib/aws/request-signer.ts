/**
 * Signs requests of checks with the credentials of this process. They are asked for anew for every request and kept nowhere:
 * what the provider gives lives as long as one signature.
 */

import type { Clock, RequestSigner } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { describeApiError } from "./api-error.ts";
import type { AwsCredentials } from "./credentials.ts";
import { sha256Hex, signatureOf } from "./signature-v4.ts";

export interface RequestSignerOptions {
  readonly credentials: AwsCredentials;
  readonly clock?: Clock;
}

export function createRequestSigner({ credentials, clock = systemClock }: RequestSignerOptions): RequestSigner {
  return {
    sign: async (request, { service, region, renew }) => {
      try {
        const keys = await credentials.provider(renew ? { forceRefresh: true } : undefined);
        const amzDate = toAmzDate(clock.epochMs());
        const added = {
          "x-amz-date": amzDate,
          "x-amz-content-sha256": sha256Hex(request.body),
          ...(keys.sessionToken !== undefined && { "x-amz-security-token": keys.sessionToken }),
        };
        const complete = { ...request, headers: { ...request.headers, ...added } };
        return { headers: { ...added, authorization: signatureOf(complete, { keys, service, region, amzDate }) } };
      } catch (error) {
        return { unavailable: describeApiError(error) };
      }
    },
  };
}

/** `20150830T123600Z` */
function toAmzDate(epochMs: number): string {
  return new Date(epochMs).toISOString().replaceAll(/[-:]|\.\d{3}/g, "");
}
