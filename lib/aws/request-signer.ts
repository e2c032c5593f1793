/**
 * Signs requests of checks with the credentials of this process, or of a role that a check names. They are asked for anew for every
 * request and kept nowhere: what the provider gives lives as long as one signature.
 */
import type { Clock, RequestSigner } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { describeApiError } from "./api-error.ts";
import { AssumedRoles } from "./assumed-roles.ts";
import type { AwsCredentials } from "./credentials.ts";
import { homeRegion, ownRegion } from "./own-region.ts";
import { sha256Hex, signatureOf } from "./signature-v4.ts";

export interface RequestSignerOptions {
  readonly credentials: AwsCredentials;
  readonly clock?: Clock;
}

export function createRequestSigner({ credentials, clock = systemClock }: RequestSignerOptions): RequestSigner {
  const roles = new AssumedRoles({ credentials, clock });
  const own = ownRegion(process.env);
  const home = homeRegion(process.env);
  return {
    ...(home !== undefined && { region: home }),
    sign: async (request, { service, region, renew, role, externalId }) => {
      try {
        const assumed = role && { role, region: own ?? region, ...(externalId !== undefined && { externalId }) };
        const provider = assumed ? roles.providerOf(assumed) : credentials.provider;
        const keys = await provider(renew ? { forceRefresh: true } : undefined);
        const amzDate = toAmzDate(clock.epochMs());
        const added = {
          "x-amz-date": amzDate,
          "x-amz-content-sha256": sha256Hex(request.body),
          ...(keys.sessionToken !== undefined && { "x-amz-security-token": keys.sessionToken }),
        };
        const complete = { ...request, headers: { ...request.headers, ...added } };
        return {
          headers: { ...added, authorization: signatureOf(complete, { keys, service, region, amzDate }) },
          ...(keys.expiration !== undefined && { expiresAtEpochMs: keys.expiration.getTime() }),
        };
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
