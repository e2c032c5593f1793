import { describe, expect, it } from "vitest";
import { startContainerCredentials } from "../../test/kit/aws/container-credentials.ts";
import { useAwsEnvironment } from "../../test/kit/aws/environment.ts";
import { environmentKeys, type S3StandIn, startS3 } from "../../test/kit/aws/s3.ts";
import type { SigningResult } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { createCredentials } from "./credentials.ts";
import { createRequestSigner } from "./request-signer.ts";

const HOUR_MS = 3_600_000;
const ROLE = "arn:aws:iam::123456789012:role/reader";
const request = { method: "GET", url: new URL("https://s3.acme.example/"), headers: { host: "s3.acme.example" }, body: "" };
const options = { service: "s3", region: "eu-west-1", renew: false, role: ROLE };

function tokenOf(result: SigningResult): string | undefined {
  return "headers" in result ? result.headers["x-amz-security-token"] : result.unavailable;
}

function signer(offset = { ms: 0 }) {
  const clock = { ...systemClock, epochMs: () => Date.now() + offset.ms };
  return createRequestSigner({ credentials: createCredentials(), clock });
}

function environment(sts: S3StandIn, env: Readonly<Record<string, string>>): Disposable {
  return useAwsEnvironment({ ...env, AWS_ENDPOINT_URL_STS: sts.origin });
}

describe("a role", () => {
  it("is assumed once for all who sign at the same time and after, and says when its session ends", async () => {
    const { issuer, env } = environmentKeys();
    await using sts = await startS3(issuer);
    using _ = environment(sts, env);
    const { sign } = signer();
    const results = await Promise.all(Array.from({ length: 5 }, () => sign(request, options)));
    results.push(await sign(request, options));
    expect(new Set(results.map(tokenOf)).size).toBe(1);
    expect(sts.stsActions).toEqual(["AssumeRole"]);
    expect(sts.roleIssuer.accepts(tokenOf(results[0] as SigningResult) ?? "")).toBe(true);
    expect(results[0]).toMatchObject({ expiresAtEpochMs: Date.parse(sts.roleIssuer.issued[0]?.Expiration ?? "") });
  });

  it("is assumed anew five minutes before its session ends, and when AWS has called it expired", async () => {
    const { issuer, env } = environmentKeys();
    await using sts = await startS3(issuer);
    using _ = environment(sts, env);
    const offset = { ms: 0 };
    const { sign } = signer(offset);
    const first = tokenOf(await sign(request, options));
    offset.ms = HOUR_MS - 6 * 60_000;
    expect(tokenOf(await sign(request, options))).toBe(first);
    offset.ms = HOUR_MS - 4 * 60_000;
    const second = tokenOf(await sign(request, options));
    expect(second).not.toBe(first);
    expect(tokenOf(await sign(request, { ...options, renew: true }))).not.toBe(second);
  });

  it("is assumed with the credentials of that moment: those of the start may have expired since", async () => {
    await using endpoint = await startContainerCredentials({ lifetimeMs: 300 });
    await using sts = await startS3(endpoint.issuer);
    using _ = environment(sts, endpoint.env);
    const { sign } = signer();
    await sign(request, { ...options, renew: true });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(sts.roleIssuer.accepts(tokenOf(await sign(request, { ...options, renew: true })) ?? "")).toBe(true);
    expect(sts.roleIssuer.issued).toHaveLength(2);
  });

  it("is assumed with new credentials when STS calls ours expired before their time", async () => {
    await using endpoint = await startContainerCredentials({ lifetimeMs: HOUR_MS });
    await using sts = await startS3(endpoint.issuer);
    using _ = environment(sts, endpoint.env);
    const { sign } = signer();
    await sign(request, options);
    endpoint.issuer.revokeAll();
    expect(sts.roleIssuer.accepts(tokenOf(await sign(request, { ...options, renew: true })) ?? "")).toBe(true);
  });

  it("is assumed with the external id that its owner asks for, and another time where another is said", async () => {
    const { issuer, env } = environmentKeys();
    await using sts = await startS3(issuer);
    using _ = environment(sts, env);
    const { sign } = signer();
    for (const externalId of ["acme-7f3c", "acme-7f3c", "other"]) await sign(request, { ...options, externalId });
    await sign(request, options);
    expect(sts.externalIds).toEqual(["acme-7f3c", "other", undefined]);
  });

  it("that may not be assumed says so, and is asked for again with the next request", async () => {
    const { issuer, env } = environmentKeys();
    await using sts = await startS3(issuer);
    using _ = environment(sts, env);
    const { sign } = signer();
    sts.stsAnswersWith({ status: 403, code: "AccessDenied" });
    expect(await sign(request, options)).toEqual({ unavailable: expect.stringMatching(`^The role ${ROLE} cannot be assumed: `) });
    sts.stsAnswersWith(undefined);
    expect(await sign(request, options)).toHaveProperty("headers");
  });

  it("is not blamed where this process itself has no credentials", async () => {
    await using endpoint = await startContainerCredentials({ lifetimeMs: HOUR_MS });
    await using sts = await startS3(endpoint.issuer);
    using _ = environment(sts, endpoint.env);
    await endpoint.goDown();
    expect(await signer().sign(request, options)).toEqual({
      unavailable: expect.stringMatching(/^No AWS credentials: the container endpoint/),
    });
  }, 10_000);
});
