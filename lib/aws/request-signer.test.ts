import { describe, expect, it } from "vitest";
import { startContainerCredentials } from "../../test/kit/aws/container-credentials.ts";
import { useAwsEnvironment } from "../../test/kit/aws/environment.ts";
import type { SigningResult } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { createCredentials } from "./credentials.ts";
import { createRequestSigner } from "./request-signer.ts";

const request = { method: "GET", url: new URL("https://api.acme.example/"), headers: { host: "api.acme.example" }, body: "" };
const options = { service: "execute-api", region: "eu-west-1", renew: false };

function tokenOf(result: SigningResult): string | undefined {
  return "headers" in result ? result.headers["x-amz-security-token"] : result.unavailable;
}

describe("createRequestSigner", () => {
  it("adds time, hash of the body, token and signature", async () => {
    using _ = useAwsEnvironment({ AWS_ACCESS_KEY_ID: "AKIDTEST", AWS_SECRET_ACCESS_KEY: "test", AWS_SESSION_TOKEN: "token" });
    const clock = { ...systemClock, epochMs: () => Date.UTC(2026, 10, 22, 8, 0, 0) };
    const result = await createRequestSigner({ credentials: createCredentials(), clock }).sign(request, options);
    expect(result).toMatchObject({
      headers: {
        "x-amz-date": "20261122T080000Z",
        "x-amz-security-token": "token",
        "x-amz-content-sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=AKIDTEST\/20261122\/eu-west-1\/execute-api\/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token, Signature=[0-9a-f]{64}$/,
        ),
      },
    });
  });

  it("asks for credentials anew for every signature: what has expired is never used", async () => {
    await using endpoint = await startContainerCredentials({ lifetimeMs: 300 });
    using _ = useAwsEnvironment(endpoint.env);
    const signer = createRequestSigner({ credentials: createCredentials() });
    const first = tokenOf(await signer.sign(request, options));
    await new Promise((resolve) => setTimeout(resolve, 400));
    const second = tokenOf(await signer.sign(request, options));
    expect(endpoint.issuer.accepts(second ?? "")).toBe(true);
    expect(second).not.toBe(first);
  });

  it("fetches new ones when AWS has called the old expired, whatever time they have left", async () => {
    await using endpoint = await startContainerCredentials({ lifetimeMs: 3_600_000 });
    using _ = useAwsEnvironment(endpoint.env);
    const signer = createRequestSigner({ credentials: createCredentials() });
    const first = tokenOf(await signer.sign(request, options));
    expect(tokenOf(await signer.sign(request, options))).toBe(first);
    expect(tokenOf(await signer.sign(request, { ...options, renew: true }))).not.toBe(first);
  });

  it("says which source of credentials fails", async () => {
    await using endpoint = await startContainerCredentials({ lifetimeMs: 1_000 });
    using _ = useAwsEnvironment(endpoint.env);
    await endpoint.goDown();
    const result = await createRequestSigner({ credentials: createCredentials() }).sign(request, options);
    expect(result).toMatchObject({ unavailable: expect.stringMatching(/^No AWS credentials: the container endpoint/) });
  });
});
