/**
 * Plays a module that exports something every few minutes. With `isFrozen` it makes the mistake of a real outage: it fetches
 * credentials once and keeps them, instead of keeping the provider that fetches them. Nothing watches it, and it tells nobody.
 */
import { type AwsCredentials, createCredentials } from "../../../aws/credentials.ts";
import { createRequestSigner } from "../../../aws/request-signer.ts";
import type { Clock, RequestSigner } from "../../../core/ports.ts";
import { createFastClock } from "../../../core/time/fast-clock.ts";
import type { Actor } from "../actor.ts";

const WRITE_TIMEOUT_MS = 2_000;

/** Script: `objectUrl`, `credentialsUrl`, `authorization`, `everyMs` in the tour's time, `isFrozen`. */
export const playExportWriter: Actor = async (script) => {
  const endpoint = { url: script.text("credentialsUrl"), authorization: script.text("authorization") };
  const credentials = createCredentials({ endpoint });
  const signer = createRequestSigner({ credentials: script.flag("isFrozen") ? await freeze(credentials) : credentials });
  const url = new URL(script.text("objectUrl"));
  await write(url, signer);
  void keepWriting({ url, signer, everyMs: script.number("everyMs"), clock: createFastClock(script.time()) });
  return {};
};

/** The bug, as it was: these credentials are good until they expire, and then never again. */
async function freeze(credentials: AwsCredentials): Promise<AwsCredentials> {
  const keys = await credentials.provider();
  return { provider: async () => keys, retryExpired: credentials.retryExpired };
}

interface Export {
  readonly url: URL;
  readonly signer: RequestSigner;
  readonly everyMs: number;
  readonly clock: Clock;
}

async function keepWriting({ url, signer, everyMs, clock }: Export): Promise<never> {
  for (;;) {
    await clock.sleep(everyMs);
    await write(url, signer);
  }
}

async function write(url: URL, signer: RequestSigner): Promise<void> {
  const body = JSON.stringify({ exportedOrders: 42 });
  const request = { method: "PUT", url, headers: { host: url.host }, body };
  const signed = await signer.sign(request, { service: "s3", region: "us-east-1", renew: false });
  if ("unavailable" in signed) return;
  const { method } = request;
  // A refusal is swallowed, as it was: that is why nobody knew.
  const answer = await fetch(url, { method, body, headers: signed.headers, signal: AbortSignal.timeout(WRITE_TIMEOUT_MS) }).catch(
    () => undefined,
  );
  await answer?.body?.cancel();
}
