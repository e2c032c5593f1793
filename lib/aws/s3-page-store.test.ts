import { describe, expect, it, onTestFinished } from "vitest";
import { useAwsEnvironment } from "../../test/kit/aws/environment.ts";
import { environmentKeys, startS3 } from "../../test/kit/aws/s3.ts";
import type { Clock } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { createCredentials } from "./credentials.ts";
import { createRequestSigner } from "./request-signer.ts";
import { createS3PageStore } from "./s3-page-store.ts";

const BUCKET = "acme-exports";
const FILE = {
  key: "public/k/index.html",
  contentType: "text/html; charset=utf-8",
  body: "<p>정상</p>",
  cacheControl: "max-age=30",
};

/** S3 checks every signature, and every hash of a body. */
async function open(timeoutMs = 2_000) {
  const { env, issuer } = environmentKeys();
  const s3 = await startS3(issuer);
  const environment = useAwsEnvironment({ ...env, AWS_REGION: "eu-west-1" });
  onTestFinished(async () => {
    environment[Symbol.dispose]();
    await s3[Symbol.asyncDispose]();
  });
  const signer = createRequestSigner({ credentials: createCredentials() });
  const pausesMs: number[] = [];
  const clock: Clock = { ...systemClock, sleep: async (ms) => void pausesMs.push(ms) };
  const endpoint = { AWS_ENDPOINT_URL_S3: s3.origin };
  return { s3, pausesMs, store: createS3PageStore({ signer, bucket: BUCKET, env: endpoint, timeoutMs, clock }) };
}

describe("status pages in S3", () => {
  it("are put with their type and their time in caches, signed, whatever letters they hold", async () => {
    const { s3, store } = await open();
    expect(await store.put(FILE)).toBe("written");
    const object = s3.objects.get(FILE.key);
    expect(object?.body.toString()).toBe(FILE.body);
    expect(object?.headers).toMatchObject({ "content-type": FILE.contentType, "cache-control": "max-age=30" });
  });

  it("come back with their version, or not at all where there is none", async () => {
    const { store } = await open();
    expect(await store.get(FILE.key)).toBeUndefined();
    await store.put(FILE);
    expect(await store.get(FILE.key)).toEqual({ text: FILE.body, etag: expect.stringMatching(/^"[0-9a-f]{32}"$/) });
  });

  it("are not written over a version that was not read", async () => {
    const { store } = await open();
    expect(await store.put(FILE, "new")).toBe("written");
    expect(await store.put(FILE, "new")).toBe("conflict");
    const { etag = "" } = (await store.get(FILE.key)) ?? {};
    expect(await store.put({ ...FILE, body: "two" }, { etag })).toBe("written");
    expect(await store.put({ ...FILE, body: "three" }, { etag })).toBe("conflict");
    expect((await store.get(FILE.key))?.text).toBe("two");
  });

  it("are tried again where that may help, and a refusal is said", async () => {
    const { pausesMs, s3, store } = await open();
    let faults = 2;
    s3.answerWith(() => (faults-- > 0 ? { status: 503, code: "SlowDown" } : undefined));
    expect(await store.put(FILE)).toBe("written");
    expect(pausesMs).toEqual([expect.any(Number), expect.any(Number)]);
    s3.answerWith(() => ({ status: 403, code: "AccessDenied" }));
    await expect(store.put(FILE)).rejects.toThrow("S3 answers 403 AccessDenied to PUT public/k/index.html");
    await expect(store.get(FILE.key)).rejects.toThrow("S3 answers 403 AccessDenied to GET public/k/index.html");
    expect(s3.requests).toHaveLength(5);
    expect(pausesMs).toHaveLength(2);
  });

  it("do not wait for an S3 that says nothing", async () => {
    const { s3, store } = await open(200);
    s3.answerWith(() => "hang");
    await expect(store.get(FILE.key)).rejects.toThrow("timeout");
    expect(s3.requests).toHaveLength(3);
  });
});
