/** Our own answer to frozen credentials, with the real SDK against endpoints that hand out keys for seconds. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { type CloudWatchClient, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import { createCloudWatchClient } from "../lib/aws/cloudwatch-client.ts";
import { type AwsCredentials, createCredentials } from "../lib/aws/credentials.ts";
import { type CloudWatchStandIn, expiredToken, startCloudWatch } from "./kit/aws/cloudwatch.ts";
import { startContainerCredentials } from "./kit/aws/container-credentials.ts";
import { useAwsEnvironment } from "./kit/aws/environment.ts";
import { startInstanceMetadata } from "./kit/aws/imds.ts";
import type { KeyIssuer } from "./kit/aws/key-issuer.ts";

const SHORT_MS = 1_000;
const HOUR_MS = 3_600_000;

function connect(cloudWatch: CloudWatchStandIn, credentials: AwsCredentials = createCredentials()): CloudWatchClient {
  return createCloudWatchClient({ credentials, region: "eu-west-1", endpoint: cloudWatch.origin });
}

async function put(client: CloudWatchClient): Promise<void> {
  await client.send(new PutMetricDataCommand({ Namespace: "Test", MetricData: [{ MetricName: "Up", Value: 1 }] }));
}

/** Refuses every token that has expired, as AWS does. */
function enforceExpiry(cloudWatch: CloudWatchStandIn, issuer: KeyIssuer): void {
  cloudWatch.answerWith((request) => (issuer.accepts(request.securityToken) ? "take" : expiredToken));
}

/** How many different keys calls were signed with. */
function keysSeen(cloudWatch: CloudWatchStandIn): number {
  return new Set(cloudWatch.requests.map((request) => request.accessKey)).size;
}

async function failureOf(work: Promise<unknown>): Promise<Error> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error("It should have failed.");
  return error;
}

describe("credentials that live for seconds", () => {
  it("keep a client of a container working over more than three rotations without one refused call", async () => {
    await using endpoint = await startContainerCredentials({ lifetimeMs: SHORT_MS });
    await using cloudWatch = await startCloudWatch();
    using _ = useAwsEnvironment(endpoint.env);
    enforceExpiry(cloudWatch, endpoint.issuer);
    const client = connect(cloudWatch);
    for (let rotation = 0; rotation < 4; rotation += 1) {
      await put(client);
      await delay(SHORT_MS + 100);
    }
    await put(client);
    expect(cloudWatch.requests.map((request) => request.wasTaken)).toEqual([true, true, true, true, true]);
    expect(new Set(cloudWatch.requests.map((request) => request.accessKey)).size).toBe(5);
    expect(endpoint.requests.every((request) => request.wasAuthorized)).toBe(true);
  });

  it("keep a client of an EC2 instance working over more than three rotations", async () => {
    await using imds = await startInstanceMetadata({ lifetimeMs: SHORT_MS });
    await using cloudWatch = await startCloudWatch();
    using _ = useAwsEnvironment(imds.env);
    enforceExpiry(cloudWatch, imds.issuer);
    const client = connect(cloudWatch);
    for (let rotation = 0; rotation < 4; rotation += 1) {
      await put(client);
      await delay(SHORT_MS + 100);
    }
    await put(client);
    expect(cloudWatch.requests.map((request) => request.wasTaken)).toEqual([true, true, true, true, true]);
    expect(new Set(cloudWatch.requests.map((request) => request.accessKey)).size).toBe(5);
  });

  it("are renewed in the background before they expire, so that no call waits", async () => {
    await using endpoint = await startContainerCredentials({ lifetimeMs: 120_000 });
    await using cloudWatch = await startCloudWatch();
    using _ = useAwsEnvironment(endpoint.env);
    const client = connect(cloudWatch);
    await put(client);
    endpoint.behave("hang");
    await put(client);
    expect(cloudWatch.taken()).toHaveLength(2);
  });
});

describe("an answer that the token has expired", () => {
  it("forces one refresh and exactly one more try", async () => {
    await using endpoint = await startContainerCredentials({ lifetimeMs: HOUR_MS });
    await using cloudWatch = await startCloudWatch();
    using _ = useAwsEnvironment(endpoint.env);
    enforceExpiry(cloudWatch, endpoint.issuer);
    const client = connect(cloudWatch);
    await put(client);
    endpoint.issuer.revokeAll();
    await put(client);
    expect(cloudWatch.requests.map((request) => request.wasTaken)).toEqual([true, false, true]);
    // By keys, not by requests: the SDK asks a slow endpoint again by itself.
    expect(keysSeen(cloudWatch)).toBe(2);
  });

  it.each(["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"])(
    "is known as %s too, and a second one is reported",
    async (code) => {
      await using endpoint = await startContainerCredentials({ lifetimeMs: HOUR_MS });
      await using cloudWatch = await startCloudWatch();
      using _ = useAwsEnvironment(endpoint.env);
      cloudWatch.answerWith(() => ({ ...expiredToken, code }));
      const failure = await failureOf(put(connect(cloudWatch)));
      expect(failure.name).toBe(code);
      expect(cloudWatch.requests).toHaveLength(2);
      expect(keysSeen(cloudWatch)).toBe(2);
    },
  );

  it("costs calls that run side by side one refresh, not one each", async () => {
    await using endpoint = await startContainerCredentials({ lifetimeMs: HOUR_MS });
    await using cloudWatch = await startCloudWatch();
    using _ = useAwsEnvironment(endpoint.env);
    enforceExpiry(cloudWatch, endpoint.issuer);
    const credentials = createCredentials();
    const clients = [connect(cloudWatch, credentials), connect(cloudWatch, credentials)];
    await Promise.all(clients.map((client) => put(client)));
    expect(endpoint.requests).toHaveLength(1);
    endpoint.issuer.revokeAll();
    await Promise.all(clients.flatMap((client) => Array.from({ length: 10 }, () => put(client))));
    expect(endpoint.requests).toHaveLength(2);
  });

  it("does not make a call be sent again that was refused for another reason", async () => {
    await using endpoint = await startContainerCredentials({ lifetimeMs: HOUR_MS });
    await using cloudWatch = await startCloudWatch();
    using _ = useAwsEnvironment(endpoint.env);
    cloudWatch.answerWith(() => ({ status: 403, code: "AccessDenied", message: "no" }));
    expect((await failureOf(put(connect(cloudWatch)))).name).toBe("AccessDenied");
    expect(cloudWatch.requests).toHaveLength(1);
    expect(endpoint.requests).toHaveLength(1);
  });

  it("makes keys be read again that another program has written to the profile file", async () => {
    await using cloudWatch = await startCloudWatch();
    const folder = await mkdtemp(join(tmpdir(), "bongsu-profile-"));
    const file = join(folder, "credentials");
    using _ = useAwsEnvironment({ AWS_SHARED_CREDENTIALS_FILE: file, AWS_EC2_METADATA_DISABLED: "true" });
    const write = (token: string) =>
      writeFile(file, `[default]\naws_access_key_id=ASIAFILE\naws_secret_access_key=s\naws_session_token=${token}\n`);
    await write("old");
    const client = connect(cloudWatch);
    await put(client);
    await write("new");
    cloudWatch.answerWith((request) => (request.securityToken === "new" ? "take" : expiredToken));
    await put(client);
    await rm(folder, { recursive: true });
    expect(cloudWatch.requests.map((request) => request.securityToken)).toEqual(["old", "old", "new"]);
  });
});

describe("a source of credentials that fails", () => {
  it("is named with its variable and its own failure, and used again once it is back", async () => {
    await using endpoint = await startContainerCredentials({ lifetimeMs: SHORT_MS });
    await using cloudWatch = await startCloudWatch();
    using _ = useAwsEnvironment(endpoint.env);
    const client = connect(cloudWatch);
    await put(client);
    await endpoint.goDown();
    await delay(SHORT_MS + 100);
    const failure = await failureOf(put(client));
    expect(failure.name).toBe("CredentialsUnavailableError");
    expect(failure.message).toMatch(
      /^No AWS credentials: the container endpoint http:\/\/127\.0\.0\.1:\d+ \(AWS_CONTAINER_CREDENTIALS_FULL_URI\) failed: .*ECONNREFUSED.*\.$/,
    );
    await endpoint.comeBack();
    await put(client);
    expect(cloudWatch.taken()).toHaveLength(2);
  });

  it.each([
    { behaviour: "fail", says: "failed: Server responded with status: 500." },
    { behaviour: "garble", says: "failed: its answer is not JSON." },
    { behaviour: "hang", says: "did not answer within 4500 ms." },
  ] as const)("says so without a secret when it starts to $behaviour, and recovers", async ({ behaviour, says }) => {
    await using endpoint = await startContainerCredentials({ lifetimeMs: HOUR_MS });
    await using cloudWatch = await startCloudWatch();
    using _ = useAwsEnvironment(endpoint.env);
    const client = connect(cloudWatch, createCredentials({ timeoutMs: 4_500 }));
    endpoint.behave(behaviour);
    const failure = await failureOf(put(client));
    expect(failure.message).toContain(says);
    expect(failure.message).not.toMatch(/secret-of|token-of|authorization-token/);
    endpoint.behave("answer");
    await put(client);
    expect(cloudWatch.taken()).toHaveLength(1);
  });

  it("is the instance metadata service where nothing else is set", async () => {
    await using imds = await startInstanceMetadata({ lifetimeMs: HOUR_MS });
    await using cloudWatch = await startCloudWatch();
    using _ = useAwsEnvironment(imds.env);
    await imds.goDown();
    const client = connect(cloudWatch);
    expect((await failureOf(put(client))).message).toBe(
      `No AWS credentials: no other source is set, and the instance metadata service ${imds.origin} (AWS_EC2_METADATA_SERVICE_ENDPOINT) failed: Unable to connect to instance metadata service.`,
    );
    await imds.comeBack();
    await put(client);
  });

  it("is the profile when one is named, although the chain goes on to others", async () => {
    await using cloudWatch = await startCloudWatch();
    using _ = useAwsEnvironment({ AWS_PROFILE: "acme", AWS_EC2_METADATA_DISABLED: "true" });
    expect((await failureOf(put(connect(cloudWatch)))).message).toBe(
      'No AWS credentials: the profile "acme" (AWS_PROFILE) failed: Could not resolve credentials using profile: [acme] in configuration/credentials file(s).',
    );
  });

  it("is the default profile when its program fails, and the program's arguments stay out of the message", async () => {
    await using cloudWatch = await startCloudWatch();
    const folder = await mkdtemp(join(tmpdir(), "bongsu-profile-"));
    const file = join(folder, "config");
    await writeFile(file, "[default]\ncredential_process = /nonexistent/login --password hunter2\n");
    using _ = useAwsEnvironment({ AWS_CONFIG_FILE: file, AWS_EC2_METADATA_DISABLED: "true" });
    const { message } = await failureOf(put(connect(cloudWatch)));
    await rm(folder, { recursive: true });
    expect(message).toBe('No AWS credentials: the profile "default" failed: its credential_process failed.');
  });

  it("is missing altogether when the environment names none", async () => {
    await using cloudWatch = await startCloudWatch();
    using _ = useAwsEnvironment({ AWS_EC2_METADATA_DISABLED: "true" });
    expect((await failureOf(put(connect(cloudWatch)))).message).toContain(
      "neither keys, a profile, a token file nor an endpoint",
    );
  });

  it("is asked once for calls that run side by side", async () => {
    await using endpoint = await startContainerCredentials({ lifetimeMs: HOUR_MS });
    await using cloudWatch = await startCloudWatch();
    using _ = useAwsEnvironment(endpoint.env);
    const client = connect(cloudWatch);
    await Promise.all(Array.from({ length: 20 }, () => put(client)));
    expect(endpoint.requests).toHaveLength(1);
    expect(cloudWatch.taken()).toHaveLength(20);
  });
});
