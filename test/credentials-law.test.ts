/** Our own code must never do what made the founding outage: pass fetched credentials on instead of the provider. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findFrozenCredentials } from "./kit/aws/frozen-credentials.ts";

const ROOT = join(import.meta.dirname, "..");
const SOURCES = globSync(["lib/**/*.ts", "lambda/**/*.ts", "bin/**/*.ts"], { cwd: ROOT }).filter(
  (file) => !file.endsWith(".test.ts"),
);

/** Makes the mistake on purpose, for the tour to show what comes of it. */
const CULPRIT = join("lib", "local", "tour", "actors", "export-writer.ts");

/** A signature is made of the keys themselves. That they are asked for anew for every one is tested in request-signer.test.ts. */
const SIGNERS = [join("lib", "aws", "request-signer.ts"), join("lib", "aws", "signature-v4.ts")];

const FREEZING: readonly (readonly [string, string])[] = [
  ["awaited at the client", "new S3Client({ credentials: await provider() });"],
  ["awaited into a variable", "const creds = await provider(); new S3Client({ credentials: creds });"],
  ["awaited from the chain", "const creds = await fromNodeProviderChain()();"],
  ["awaited from any source", "const creds = await fromHttp({ timeout: 1 })();"],
  ["awaited from a private field", "class A { #provider = f(); async g() { this.x = await this.#provider(); } }"],
  ["taken by then", "provider().then((creds) => start(creds));"],
  ["spread into an object", "new S3Client({ credentials: { ...creds } });"],
  ["spread elsewhere", "const options = { ...credentials };"],
  ["returned by a function of one's own", "new S3Client({ credentials: async () => moduleScopeCreds });"],
  ["written out", 'new S3Client({ credentials: { accessKeyId: "a", secretAccessKey: "b" } });'],
  ["picked without expiration", "const keys = { accessKeyId: c.accessKeyId, secretAccessKey: c.secretAccessKey };"],
  ["destructured", "const { secretAccessKey, sessionToken } = creds;"],
  ["stripped of expiration by a live function", "const p = async () => { const c = await provider(); return pick(c); };"],
  ["frozen as master credentials", "fromTemporaryCredentials({ masterCredentials: { ...creds } });"],
  ["awaited as master credentials", "fromTemporaryCredentials({ masterCredentials: await provider() });"],
  ["resolved from a client and kept", "this.creds = await client.config.credentials();"],
  ["read from the environment", "const secret = process.env.AWS_SECRET_ACCESS_KEY;"],
  ["read from the environment by a string", 'const token = env["AWS_SESSION_TOKEN"];'],
  ["destructured from the environment", "const { AWS_SESSION_TOKEN } = process.env;"],
  ["written into a child's environment", 'spawn("x", { env: { AWS_SESSION_TOKEN: token } });'],
  ["hidden in a presigned URL", 'import { getSignedUrl } from "@aws-sdk/s3-request-presigner";'],
];

const LIVING: readonly (readonly [string, string])[] = [
  ["the default chain", "new S3Client({});"],
  ["a provider function", "new S3Client({ credentials: fromNodeProviderChain() });"],
  ["a function of ours", "new S3Client({ credentials: credentials.provider });"],
  ["a function by its own name", "const credentials = createCredentials(); connect({ credentials });"],
  ["a provider as master credentials", "fromTemporaryCredentials({ masterCredentials: fromNodeProviderChain() });"],
  ["a wait for something else", "const row = await store.load(); const answer = await response();"],
];

describe("the law against frozen credentials", () => {
  it.each(FREEZING)("finds credentials that are %s", (_, source) => {
    expect(findFrozenCredentials(source)).not.toEqual([]);
  });

  it.each(LIVING)("lets %s pass", (_, source) => {
    expect(findFrozenCredentials(source)).toEqual([]);
  });

  it("names the line", () => {
    expect(findFrozenCredentials("\n\nconst creds = await provider();")).toEqual([
      { line: 3, rule: "a provider is called and its credentials kept" },
    ]);
  });

  it("is kept by our own source", () => {
    expect(SOURCES).toContain(join("lib", "aws", "credentials.ts"));
    const findings = SOURCES.filter((file) => ![...SIGNERS, CULPRIT].includes(file)).flatMap((file) =>
      findFrozenCredentials(readFileSync(join(ROOT, file), "utf8")).map(({ line, rule }) => `${file}:${line} ${rule}`),
    );
    expect(findings).toEqual([]);
    expect(findFrozenCredentials(readFileSync(join(ROOT, CULPRIT), "utf8"))).toHaveLength(1);
  });
});
