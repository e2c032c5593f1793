/** Objects that nobody writes any more, and credentials that AWS does not take. */
import { createCredentials } from "../../../lib/aws/credentials.ts";
import { createRequestSigner } from "../../../lib/aws/request-signer.ts";
import { systemClock } from "../../../lib/core/time/clock.ts";
import { startContainerCredentials } from "../../../test/kit/aws/container-credentials.ts";
import { type S3StandIn, startS3 } from "../../../test/kit/aws/s3.ts";
import { s3Check } from "../../../test/kit/checks.ts";
import type { Fault, Play } from "../fault.ts";
import { page, pageCheckAt } from "../metrics-page.ts";
import { breakAfterAWhile, httpBreaksInto } from "../scene.ts";
import { answering, openSite } from "../site.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, type World } from "../world.ts";

const KEY = "heartbeat/export.json";
const TIMEOUT_MS = 2_000;
const YOUNG = [{ fact: "ageMs", matcher: { op: "below", value: 15 * MINUTE_MS } }] as const;

/** Of AWS by name, so that the stand-in is spoken to as S3 and STS are. */
const HOSTS = ["acme-exports.s3.eu-west-1.amazonaws.com", "s3.eu-west-1.amazonaws.com", "sts.eu-west-1.amazonaws.com"];

interface Bucket {
  readonly s3: S3StandIn;
  readonly check: ReturnType<typeof s3Check>;
  /** Nobody writes the object any more. */
  stopWriting(): void;
}

/** The object is written every minute, by somebody else's process. */
async function bucketOf(world: World): Promise<Bucket> {
  const endpoint = await world.use(startContainerCredentials({ lifetimeMs: 2 * DAY_MS }));
  const s3 = await world.use(startS3(endpoint.issuer));
  const clock = { ...systemClock, epochMs: () => world.nowEpochMs };
  const { AWS_CONTAINER_CREDENTIALS_FULL_URI: url = "", AWS_CONTAINER_AUTHORIZATION_TOKEN: authorization = "" } = endpoint.env;
  const credentials = createCredentials({ endpoint: { url, authorization } });
  world.running = { signer: createRequestSigner({ credentials, clock }) };
  for (const name of HOSTS) world.name(name);
  let isWritten = true;
  world.onMinute(() => {
    s3.skewMs = world.nowEpochMs - Date.now();
    if (isWritten) s3.put(KEY, {});
  });
  const check = s3Check(s3.endpoint, { id: "acme/export", group: "acme", timeoutMs: TIMEOUT_MS, expect: YOUNG });
  const stopWriting = () => {
    isWritten = false;
  };
  return { s3, check, stopWriting };
}

export const writerStopped: Fault = {
  name: "an object is not written any more",
  right: ["writer-stopped"],
  variants: {
    "17 minutes ago": stopsWriting(17 * MINUTE_MS),
    "half an hour ago": stopsWriting(30 * MINUTE_MS),
    "an hour ago": stopsWriting(65 * MINUTE_MS),
  },
};

function stopsWriting(forMs: number): Play {
  return async (world) => {
    const { check, stopWriting } = await bucketOf(world);
    await breakAfterAWhile(world, { checks: [check], breaks: stopWriting, forMs });
  };
}

export const credentialsFrozen: Fault = {
  name: "a writer's credentials have expired",
  right: ["credentials-frozen"],
  alsoTrue: ["writer-stopped", "server-error"],
  variants: {
    "an hour after its process began": async (world) => {
      const { check, stopWriting } = await bucketOf(world);
      const startedAtEpochMs = world.nowEpochMs - HOUR_MS + 15 * MINUTE_MS;
      const numbers = () => ({ acme_orders: 12, process_start_time_seconds: startedAtEpochMs / 1_000 });
      const site = await world.use(openSite(page(numbers)));
      const process = pageCheckAt(world, site, { id: "acme/process", everyMs: MINUTE_MS, series: { orders: "acme_orders" } });
      await breakAfterAWhile(world, { checks: [check, process], breaks: stopWriting, forMs: 20 * MINUTE_MS });
    },
    "S3 says ExpiredToken to us": refuses({ status: 400, code: "ExpiredToken" }),
    "the application says ExpiredToken": httpBreaksInto(
      answering(500, "S3Exception: The provided token has expired. (Service: S3, Status Code: 400, Error Code: ExpiredToken)"),
    ),
  },
};

function refuses(refusal: { status: number; code?: string }): Play {
  return async (world) => {
    const { check, s3 } = await bucketOf(world);
    await breakAfterAWhile(world, { checks: [check], breaks: () => s3.answerWith(() => refusal) });
  };
}

export const accessDenied: Fault = {
  name: "S3 knows who asks, and refuses",
  right: ["access-denied"],
  variants: {
    AccessDenied: refuses({ status: 403, code: "AccessDenied" }),
    AllAccessDisabled: refuses({ status: 403, code: "AllAccessDisabled" }),
    "403 without a code": refuses({ status: 403 }),
  },
};

export const clockSkewed: Fault = {
  name: "our clock is wrong, and AWS refuses our signatures",
  right: ["our-clock-wrong"],
  variants: Object.fromEntries(
    [20, -20, 600].map((minutes) => [
      `by ${minutes} minutes`,
      async (world) => {
        const { check, s3 } = await bucketOf(world);
        let byMs = 0;
        world.onMinute(() => {
          s3.skewMs += byMs;
        });
        const breaks = () => {
          byMs = minutes * MINUTE_MS;
        };
        await breakAfterAWhile(world, { checks: [check], breaks });
      },
    ]),
  ),
};

export const throttled: Fault = {
  name: "S3 asks us to slow down",
  right: ["rate-limited"],
  variants: {
    SlowDown: refuses({ status: 503, code: "SlowDown" }),
    RequestLimitExceeded: refuses({ status: 503, code: "RequestLimitExceeded" }),
    "503 without a code": refuses({ status: 503 }),
  },
};

export const objectMissing: Fault = {
  name: "the object is not there",
  right: ["object-missing"],
  variants: {
    "it was deleted": async (world) => {
      const { check, s3, stopWriting } = await bucketOf(world);
      const breaks = () => {
        stopWriting();
        s3.objects.delete(KEY);
      };
      await breakAfterAWhile(world, { checks: [check], breaks });
    },
    "its bucket was deleted": refuses({ status: 404, code: "NoSuchBucket" }),
    "denied at first, until a list shows that it is gone": async (world) => {
      const { check, s3, stopWriting } = await bucketOf(world);
      const breaks = () => {
        stopWriting();
        s3.objects.delete(KEY);
        s3.answerWith(({ method, query }) =>
          method === "GET" && !query.has("list-type") ? { status: 403, code: "AccessDenied" } : undefined,
        );
      };
      await breakAfterAWhile(world, { checks: [check], breaks });
    },
  },
};
