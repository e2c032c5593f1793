import { describe, expect, it } from "vitest";
import { startContainerCredentials } from "../../../../test/kit/aws/container-credentials.ts";
import { useAwsEnvironment } from "../../../../test/kit/aws/environment.ts";
import { environmentKeys, type Refusal, type S3StandIn, startS3 } from "../../../../test/kit/aws/s3.ts";
import { runOptions, s3Check } from "../../../../test/kit/checks.ts";
import { startHttp } from "../../../../test/kit/servers.ts";
import { createCredentials } from "../../../aws/credentials.ts";
import { createRequestSigner } from "../../../aws/request-signer.ts";
import type { Check } from "../../model/check.ts";
import type { Outcome } from "../../model/outcome.ts";
import type { Clock } from "../../ports.ts";
import { runCheck } from "../../run/run-check.ts";
import { systemClock } from "../../time/clock.ts";
import type { S3Target } from "./target.ts";

const KEY = "heartbeat/export.json";
const HOUR_MS = 3_600_000;
const PROBER = "arn:aws:sts::123456789012:assumed-role/prober/x";
/** One attempt only: the interval leaves no room for a second. */
const once: Partial<Check> = { everyMs: 2_001 };
const young: Partial<Check> = { expect: [{ fact: "ageMs", matcher: { op: "below", value: 900_000 } }] };

interface Asking {
  readonly check?: Partial<Check> & { s3?: Partial<S3Target> };
  readonly clock?: Clock;
}

async function ask(s3: S3StandIn, { check, clock = systemClock }: Asking = {}): Promise<Outcome> {
  const signer = createRequestSigner({ credentials: createCredentials(), clock });
  return await runCheck(s3Check(s3.endpoint, { ...once, ...check }), runOptions({ signer, clock, resolver: s3.resolver }));
}

/** Asks an S3 that believes the keys of the environment. */
async function askFixed(prepare: (s3: S3StandIn) => void, asking: Asking = {}): Promise<{ outcome: Outcome; s3: S3StandIn }> {
  const { issuer, env } = environmentKeys();
  await using s3 = await startS3(issuer);
  using _ = useAwsEnvironment(env);
  prepare(s3);
  return { outcome: await ask(s3, asking), s3 };
}

async function askRefusing(refusal: Refusal, asking: Asking = {}): Promise<Outcome> {
  return (await askFixed((s3) => s3.answerWith(() => refusal), asking)).outcome;
}

describe("an object that is there", () => {
  it("gives its age by S3's own clock, its size, who asked, and the phases", async () => {
    const { outcome, s3 } = await askFixed((prepared) => {
      prepared.skewMs = 5 * 60_000;
      prepared.put(KEY, { body: "0123456789", ageMs: 3 * HOUR_MS });
    });
    expect(outcome).toMatchObject({ status: "up", facts: { bytes: 10, identity: PROBER, address: "127.0.0.1" } });
    expect(outcome.facts.ageMs).toBeGreaterThanOrEqual(3 * HOUR_MS);
    expect(outcome.facts.ageMs).toBeLessThan(3 * HOUR_MS + 3_000);
    expect(outcome.phases.map(({ phase }) => phase)).toEqual(["auth", "dns", "connect", "server", "transfer", "sts"]);
    expect(s3.requests).toMatchObject([{ method: "GET", key: KEY, range: "bytes=0-0" }]);
  });

  it("is told as too old beside the proof that S3 works, which sets a frozen writer apart from a broken S3", async () => {
    const { outcome } = await askFixed((s3) => s3.put(KEY, { ageMs: 3 * HOUR_MS }), { check: young });
    const access = `S3 answers from here, as ${PROBER}, with credentials that name no end`;
    expect(outcome).toMatchObject({ status: "down", failure: { code: "expectation-unmet" } });
    expect(outcome.failure?.message).toMatch(new RegExp(`^expected ageMs < 15m, got 3 h \\(${access}\\)$`));
    expect(outcome.evidence.notes).toEqual([`the object was last written 3 h ago, while ${access}`]);
    expect(outcome.facts).not.toHaveProperty("access");
  });

  it("tells nobody what is in it, also where a server sends it whole", async () => {
    await using server = await startHttp((_, response) => {
      response.setHeader("last-modified", new Date().toUTCString()).setHeader("content-encoding", "gzip").end("confidential");
    });
    const signer = { sign: async () => ({ headers: { authorization: "x" } }) };
    const outcome = await runCheck(s3Check(`http://127.0.0.1:${server.port}`, once), runOptions({ signer }));
    expect(outcome).toMatchObject({ status: "up", facts: { bytes: 12 } });
    expect(JSON.stringify(outcome)).not.toContain("confidential");
  });

  it("may be empty: then S3 has no first byte to give, and is asked for all of it", async () => {
    const { outcome, s3 } = await askFixed((prepared) => prepared.put(KEY, { body: "", ageMs: HOUR_MS }));
    expect(outcome).toMatchObject({ status: "up", facts: { bytes: 0 } });
    expect(s3.requests.map(({ range }) => range)).toEqual(["bytes=0-0", undefined]);
  });

  it.each(["a b/ü+&=?#%.json", "日本/'!()*~.txt", "//double//", "x".repeat(900)])("may have the key %s", async (key) => {
    for (const forcePathStyle of [false, true]) {
      const { outcome, s3 } = await askFixed((prepared) => prepared.put(key, { body: "1" }), {
        check: { s3: { key, forcePathStyle } },
      });
      expect(outcome).toMatchObject({ status: "up", facts: { bytes: 1 } });
      expect(s3.requests[0]?.host.startsWith("acme-exports.")).toBe(!forcePathStyle);
    }
  });

  it("is asked for where the prober is, unless the check names a Region", async () => {
    const { issuer, env } = environmentKeys();
    await using s3 = await startS3(issuer);
    using _ = useAwsEnvironment({ ...env, AWS_REGION: "ap-northeast-2" });
    s3.put(KEY, {});
    const { region: _unsaid, ...target } = s3Check(s3.endpoint).target as S3Target;
    const options = runOptions({ signer: createRequestSigner({ credentials: createCredentials() }), resolver: s3.resolver });
    expect(await runCheck(s3Check(s3.endpoint, { target }), options)).toMatchObject({ status: "up" });
    expect(s3.stsActions).toHaveLength(1);
  });
});

describe("who asks", () => {
  it("is asked of STS once for each set of credentials", async () => {
    const { issuer, env } = environmentKeys();
    await using s3 = await startS3(issuer);
    using _ = useAwsEnvironment(env);
    s3.put(KEY, {});
    for (let run = 0; run < 3; run++) expect(await ask(s3)).toMatchObject({ facts: { identity: PROBER } });
    expect(s3.stsActions).toEqual(["GetCallerIdentity"]);
  });

  it.each<[string, Refusal | "hang"]>([
    ["refuses", { status: 403, code: "AccessDenied" }],
    ["does not answer", "hang"],
  ])("stays unknown where STS %s, which harms nothing and is not asked again at once", async (_, answer) => {
    await using endpoint = await startContainerCredentials({ lifetimeMs: HOUR_MS });
    await using s3 = await startS3(endpoint.issuer);
    using _environment = useAwsEnvironment(endpoint.env);
    s3.put(KEY, {});
    s3.stsAnswersWith(answer);
    const check = { everyMs: 60_000, timeoutMs: 5_000 };
    const signer = createRequestSigner({ credentials: createCredentials() });
    const options = runOptions({ signer, resolver: s3.resolver });
    const first = await runCheck(s3Check(s3.endpoint, check), options);
    expect(first).toMatchObject({
      status: "up",
      evidence: { notes: [expect.any(String), expect.stringMatching(/^who signs is not known: /)] },
    });
    const second = await runCheck(s3Check(s3.endpoint, check), options);
    expect(second.phases.map(({ phase }) => phase)).not.toContain("sts");
  });

  it("is not asked where S3 is somebody else's: STS would not know those keys", async () => {
    const { issuer, env } = environmentKeys();
    await using s3 = await startS3(issuer);
    using _ = useAwsEnvironment(env);
    s3.put(KEY, {});
    const options = runOptions({ signer: createRequestSigner({ credentials: createCredentials() }) });
    const outcome = await runCheck(s3Check(s3.origin), options);
    expect(outcome).toMatchObject({ status: "up" });
    expect(outcome.facts).not.toHaveProperty("identity");
    expect(s3.stsActions).toEqual([]);
  });
});

describe("credentials that rotate", () => {
  it("are new in every run after their end, where a frozen signer fails for ever", async () => {
    await using endpoint = await startContainerCredentials({ lifetimeMs: 400 });
    await using s3 = await startS3(endpoint.issuer);
    using _ = useAwsEnvironment(endpoint.env);
    s3.put(KEY, {});
    const signer = createRequestSigner({ credentials: createCredentials() });
    const [keys] = [endpoint.issuer.issue()];
    const frozen = {
      AWS_ACCESS_KEY_ID: keys.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.SecretAccessKey,
      AWS_SESSION_TOKEN: keys.Token,
    };
    const run = () => runCheck(s3Check(s3.endpoint, once), runOptions({ signer, resolver: s3.resolver }));
    expect(await run()).toMatchObject({ status: "up" });
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await run()).toMatchObject({ status: "up", facts: { credentialsExpireInMs: expect.any(Number) } });
    using _frozen = useAwsEnvironment(frozen);
    expect(await ask(s3)).toMatchObject({ status: "down", failure: { phase: "auth", code: "credentials-expired" } });
  });

  it("are fetched anew when S3 calls them expired before their time", async () => {
    await using endpoint = await startContainerCredentials({ lifetimeMs: HOUR_MS });
    await using s3 = await startS3(endpoint.issuer);
    using _ = useAwsEnvironment(endpoint.env);
    s3.put(KEY, {});
    const signer = createRequestSigner({ credentials: createCredentials() });
    const run = () => runCheck(s3Check(s3.endpoint, once), runOptions({ signer, resolver: s3.resolver }));
    await run();
    endpoint.issuer.revokeAll();
    const outcome = await run();
    expect(outcome).toMatchObject({ status: "up" });
    expect(outcome.facts.credentialsExpireInMs).toBeGreaterThan(HOUR_MS - 10_000);
    expect(outcome.evidence.notes?.[0]).toMatch(/with credentials valid for another (1 h|60 min)$/);
  });

  it("are those of the role that the check names", async () => {
    const { issuer, env } = environmentKeys();
    await using s3 = await startS3(issuer);
    using _ = useAwsEnvironment({ ...env, AWS_ENDPOINT_URL_STS: s3.origin });
    s3.put(KEY, {});
    const outcome = await ask(s3, { check: { s3: { role: "arn:aws:iam::123456789012:role/reader" } } });
    expect(outcome).toMatchObject({ status: "up", facts: { identity: "arn:aws:sts::123456789012:assumed-role/reader/bongsu" } });
    expect(s3.stsActions).toEqual(["AssumeRole", "GetCallerIdentity"]);
    expect(s3.roleIssuer.accepts(s3.requests[0]?.token ?? "")).toBe(true);
  });

  it("that do not come say which source fails, and send nothing", async () => {
    await using endpoint = await startContainerCredentials({ lifetimeMs: HOUR_MS });
    await using s3 = await startS3(endpoint.issuer);
    using _ = useAwsEnvironment(endpoint.env);
    endpoint.behave("fail");
    expect(await ask(s3, { check: { timeoutMs: 9_000, everyMs: 9_001 } })).toMatchObject({
      status: "down",
      failure: { phase: "auth", code: "credentials-unavailable", message: expect.stringContaining("container endpoint") },
    });
    expect(s3.requests).toEqual([]);
  }, 15_000);

  it("of a role that refuses us say so", async () => {
    const { outcome } = await askFixed(
      (s3) => {
        process.env.AWS_ENDPOINT_URL_STS = s3.origin;
        s3.stsAnswersWith({ status: 403, code: "AccessDenied" });
      },
      { check: { s3: { role: "arn:aws:iam::123456789012:role/reader" } } },
    );
    expect(outcome.failure).toMatchObject({
      code: "credentials-unavailable",
      message: expect.stringMatching(/^The role arn:aws:iam::123456789012:role\/reader cannot be assumed: /),
    });
  });
});

describe("a refusal", () => {
  it.each<[string, Refusal, string, string, RegExp]>([
    ["ExpiredToken", { status: 400, code: "ExpiredToken" }, "auth", "credentials-expired", /ExpiredToken/],
    ["InvalidAccessKeyId", { status: 403, code: "InvalidAccessKeyId" }, "auth", "auth-failed", /InvalidAccessKeyId/],
    ["SignatureDoesNotMatch", { status: 403, code: "SignatureDoesNotMatch" }, "auth", "auth-failed", /SignatureDoesNotMatch/],
    ["RequestTimeTooSkewed", { status: 403, code: "RequestTimeTooSkewed" }, "auth", "clock-skewed", /RequestTimeTooSkewed/],
    ["SlowDown", { status: 503, code: "SlowDown" }, "server", "throttled", /slow down: SlowDown: Words of SlowDown$/],
    [
      "NoSuchKey",
      { status: 404, code: "NoSuchKey" },
      "server",
      "object-missing",
      /^there is no object heartbeat\/export.json in the bucket acme-exports$/,
    ],
    ["NoSuchBucket", { status: 404, code: "NoSuchBucket" }, "server", "object-missing", /^there is no bucket acme-exports$/],
    [
      "InternalError",
      { status: 500, code: "InternalError" },
      "server",
      "query-failed",
      /^S3 answers InternalError: Words of InternalError \(status 500\)$/,
    ],
    [
      "PermanentRedirect with a header",
      { status: 301, code: "PermanentRedirect", headers: { "x-amz-bucket-region": "eu-central-1" } },
      "server",
      "object-missing",
      /^the bucket acme-exports is not in eu-west-1, but in eu-central-1: write region: eu-central-1$/,
    ],
    [
      "PermanentRedirect with an endpoint",
      { status: 301, code: "PermanentRedirect", more: "<Endpoint>acme-exports.s3.us-west-2.amazonaws.com</Endpoint>" },
      "server",
      "object-missing",
      /but in us-west-2/,
    ],
    [
      "AuthorizationHeaderMalformed",
      { status: 400, code: "AuthorizationHeaderMalformed", more: "<Region>eu-central-1</Region>" },
      "server",
      "object-missing",
      /but in eu-central-1/,
    ],
    ["status 403 without a word", { status: 403 }, "auth", "access-denied", /status 403 and no code of S3/],
    ["status 404 without a word", { status: 404 }, "server", "object-missing", /status 404/],
    ["status 503 without a word", { status: 503 }, "server", "throttled", /status 503/],
    ["status 400 without a word", { status: 400 }, "server", "protocol-error", /status 400/],
    ["status 301 without a word", { status: 301 }, "server", "protocol-error", /status 301/],
  ])("%s has its code", async (_, refusal, phase, code, message) => {
    expect(await askRefusing(refusal)).toMatchObject({
      status: "down",
      failure: { phase, code, message: expect.stringMatching(message) },
    });
  });

  it("for the time alone comes when our clock is an hour off", async () => {
    const clock = { ...systemClock, epochMs: () => Date.now() - HOUR_MS };
    const { outcome } = await askFixed((s3) => s3.put(KEY, {}), { clock });
    expect(outcome.failure).toMatchObject({
      code: "clock-skewed",
      message: expect.stringMatching(/its clock is 3(599|600|601) s ahead of ours$/),
    });
  });

  it("says the same of an object that is hidden and of one that is not there: a list of that one key tells them apart", async () => {
    const denied = { status: 403, code: "AccessDenied" };
    const denyObject = (s3: S3StandIn) => s3.answerWith(({ query }) => (query.has("list-type") ? undefined : denied));
    const gone = await askFixed(denyObject);
    expect(gone.outcome.failure).toMatchObject({ code: "object-missing" });
    const hidden = await askFixed((s3) => {
      s3.put(KEY, {});
      denyObject(s3);
    });
    expect(hidden.outcome).toMatchObject({
      failure: {
        code: "access-denied",
        message: expect.stringMatching(/^the object is there, but S3 knows who asks, and refuses it: AccessDenied/),
      },
      facts: { identity: PROBER },
      evidence: { request: expect.stringMatching(/^GET .*export.json$/), body: expect.stringContaining("AccessDenied") },
    });
    const closed = await askRefusing(denied);
    expect(closed.failure).toMatchObject({ code: "access-denied", message: expect.stringContaining("without s3:ListBucket") });
  });

  it("by something that is no S3 is told as such", async () => {
    await using server = await startHttp((_, response) => response.end("<html>welcome</html>"));
    const signer = { sign: async () => ({ headers: { authorization: "x" } }) };
    const outcome = await runCheck(s3Check(`http://127.0.0.1:${server.port}`, once), runOptions({ signer }));
    expect(outcome).toMatchObject({ failure: { code: "protocol-error", message: expect.stringContaining("is it S3") } });
  });
});

describe("a round trip", () => {
  const roundTrip = { check: { s3: { mode: "roundTrip", key: "probes" } } } as const;

  it("writes, reads back and deletes one object below the key", async () => {
    const { outcome, s3 } = await askFixed(() => undefined, roundTrip);
    expect(outcome).toMatchObject({ status: "up", facts: { bytes: 32, identity: PROBER } });
    expect(s3.requests.map(({ method }) => method)).toEqual(["PUT", "GET", "DELETE"]);
    expect(new Set(s3.requests.map(({ key }) => key)).size).toBe(1);
    expect(s3.requests[0]?.key).toMatch(/^probes\/bongsu-[0-9a-f]{16}$/);
    expect(s3.objects.size).toBe(0);
  });

  it("names its objects by chance, so that probers at the same time do not meet", async () => {
    const { issuer, env } = environmentKeys();
    await using s3 = await startS3(issuer);
    using _ = useAwsEnvironment(env);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => ask(s3, roundTrip)));
    expect(outcomes.map(({ status }) => status)).toEqual(Array(10).fill("up"));
    expect(new Set(s3.requests.map(({ key }) => key)).size).toBe(10);
  });

  it("deletes also what came back changed", async () => {
    const { outcome, s3 } = await askFixed((prepared) => {
      prepared.answerWith(({ method, key }) => {
        if (method === "GET") prepared.put(key, { body: "x".repeat(32) });
        return undefined;
      });
    }, roundTrip);
    expect(outcome).toMatchObject({
      failure: { phase: "transfer", code: "protocol-error", message: "GET: S3 gave back other bytes than it was given" },
    });
    expect(s3.objects.size).toBe(0);
  });

  it("deletes also what could not be read in time: part of the time is kept for it", async () => {
    const hanging = { check: { ...roundTrip.check, timeoutMs: 400, everyMs: 401 } };
    const { outcome, s3 } = await askFixed(
      (prepared) => prepared.answerWith(({ method }) => (method === "GET" ? "hang" : undefined)),
      hanging,
    );
    expect(outcome).toMatchObject({ failure: { code: "response-timed-out", message: expect.stringMatching(/^GET: /) } });
    expect(s3.objects.size).toBe(0);
  });

  it("deletes what may have been written although nobody said so", async () => {
    const hanging = { check: { ...roundTrip.check, timeoutMs: 400, everyMs: 401 } };
    const { s3 } = await askFixed(
      (prepared) => prepared.answerWith(({ method }) => (method === "PUT" ? "hang" : undefined)),
      hanging,
    );
    expect(s3.requests.map(({ method }) => method)).toEqual(["PUT", "DELETE"]);
  });

  it("deletes nothing that was refused", async () => {
    const denied = { status: 403, code: "AccessDenied" };
    const { outcome, s3 } = await askFixed((prepared) => prepared.answerWith(() => denied), roundTrip);
    expect(outcome.failure).toMatchObject({ code: "access-denied", message: expect.stringMatching(/^PUT: /) });
    expect(s3.requests.map(({ method }) => method)).toEqual(["PUT"]);
  });

  it("that cannot delete fails too, and says what may be left behind", async () => {
    const denied = { status: 403, code: "AccessDenied" };
    const clean = await askFixed((s3) => s3.answerWith(({ method }) => (method === "DELETE" ? denied : undefined)), roundTrip);
    expect(clean.outcome.failure).toMatchObject({ code: "access-denied", message: expect.stringMatching(/^DELETE: /) });
    const broken = await askFixed((s3) => s3.answerWith(({ method }) => (method === "PUT" ? undefined : denied)), roundTrip);
    expect(broken.outcome.failure?.message).toMatch(/^GET: /);
    expect(broken.outcome.evidence.notes?.[0]).toMatch(/^the object probes\/bongsu-\w{16} may be left behind: DELETE: /);
  });
});
