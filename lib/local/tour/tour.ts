/** Something to look at without a configuration: three real outages, played by real processes, in a time in which an hour takes a minute. */
import { randomUUID } from "node:crypto";
import type { Config } from "../../core/model/check.ts";
import type { FastTime } from "../../core/time/fast-clock.ts";
import { HOST } from "./actor.ts";
import { CREDENTIALS_PATH } from "./actors/object-store.ts";
import { Cast } from "./cast.ts";
import { BUCKET, EXPORT_KEY, INVOICES_KEY, type TourPorts, tourChecks } from "./checks.ts";

export interface Tour {
  readonly config: Config;
  readonly time: FastTime;
  /** Where credentials for its S3 are to be had. */
  readonly credentials: CredentialEndpoint;
  /** Ends all its processes. */
  close(): Promise<void>;
}

interface CredentialEndpoint {
  readonly url: string;
  readonly authorization: string;
}

export const TOUR_NOTE = "This is a tour: real processes re-enact three real outages, and an hour passes in a minute.";

const SPEED = 60;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The partner comes a minute after the start. */
const BEGINS_AT_MS = 3 * HOUR_MS;
const NIGHT = { fromHour: 4, toHour: 6 };

/** Credentials are good for half an hour of the tour. */
const CREDENTIALS_LIVE_MS = HOUR_MS / 2 / SPEED;
const EXPORT_EVERY_MS = 5 * MINUTE_MS;
/** About 300 threads an hour: the limit comes in six or seven. */
const SMS_SERVICE = { port: 0, limit: 2_000, jobEveryMs: MINUTE_MS, leakedPerJob: 5 };
/** 128 callers, of whom each takes the thread for 25 ms: whoever comes now waits for more than three seconds. */
const TICK_STORE = { port: 0, rowMs: 25 };
const CALLERS = { idleClients: 12, callers: 128 };
const DEPLOY_AFTER_MS = 25 * MINUTE_MS;

/** Resolves once all actors play, or with why they cannot. */
export async function startTour(): Promise<Tour | { readonly problem: string }> {
  const realEpochMs = Date.now();
  const time: FastTime = { realEpochMs, shownEpochMs: realEpochMs - (realEpochMs % DAY_MS) + BEGINS_AT_MS, speed: SPEED };
  const authorization = randomUUID();
  const cast = new Cast(time);
  const ports = await startServices(cast, authorization);
  const credentials = { url: `http://${HOST}:${ports.objectStore}${CREDENTIALS_PATH}`, authorization };
  if (cast.problem === undefined) await startClients(cast, { ports, credentials });
  if (cast.problem === undefined) return { config: tourChecks(ports), time, credentials, close: () => cast.close() };
  await cast.close();
  return { problem: cast.problem };
}

async function startServices(cast: Cast, authorization: string): Promise<TourPorts> {
  const [objectStore, smsService, tickStore, shop] = await Promise.all([
    cast.start("object-store", { authorization, lifetimeMs: CREDENTIALS_LIVE_MS }),
    cast.start("sms-service", SMS_SERVICE),
    cast.start("tick-store", TICK_STORE),
    cast.start("shop", { deployAfterMs: DEPLOY_AFTER_MS }),
  ]);
  return { objectStore: objectStore.port, smsService: smsService.port, tickStore: tickStore.port, shop: shop.port };
}

/** Both writers do the same; only one of them has kept its credentials. */
async function startClients(
  cast: Cast,
  { ports, credentials }: { ports: TourPorts; credentials: CredentialEndpoint },
): Promise<void> {
  const writer = (key: string, isFrozen: boolean) =>
    cast.start("export-writer", {
      objectUrl: `http://${HOST}:${ports.objectStore}/${BUCKET}/${key}`,
      credentialsUrl: credentials.url,
      authorization: credentials.authorization,
      everyMs: EXPORT_EVERY_MS,
      isFrozen,
    });
  await Promise.all([
    writer(EXPORT_KEY, true),
    writer(INVOICES_KEY, false),
    cast.start("partner", { port: ports.tickStore, ...NIGHT, ...CALLERS }),
  ]);
}
