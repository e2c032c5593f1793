import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { UnsignedRequest } from "../core/ports.ts";
import { sha256Hex, signatureOf } from "./signature-v4.ts";

/** Of AWS's own test suite; they open nothing. */
const keys = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };
const suite = { keys, service: "service", region: "us-east-1", amzDate: "20150830T123600Z" };
const date = { "x-amz-date": suite.amzDate };

function request(path: string, part: Partial<UnsignedRequest> = {}): UnsignedRequest {
  const headers = { host: "example.amazonaws.com", ...date, ...part.headers };
  return { method: "GET", url: new URL(path, "https://example.amazonaws.com"), body: "", ...part, headers };
}

/** Of the examples in S3's API reference; these keys open nothing either. */
const s3Examples = {
  keys: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" },
  service: "s3",
  region: "us-east-1",
  amzDate: "20130524T000000Z",
};

function s3Request(path: string, { body = "", ...part }: Partial<UnsignedRequest> = {}): UnsignedRequest {
  const host = "examplebucket.s3.amazonaws.com";
  const headers = { host, "x-amz-content-sha256": sha256Hex(body), "x-amz-date": s3Examples.amzDate, ...part.headers };
  return { method: "GET", url: new URL(path, `https://${host}`), body, ...part, headers };
}

describe("signatureOf", () => {
  it.each<[string, UnsignedRequest, string]>([
    ["get-vanilla", request("/"), "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"],
    [
      "get-vanilla-query-order-key-case",
      request("/?Param2=value2&Param1=value1"),
      "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
    ],
    [
      "get-unreserved",
      request("/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
      "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f",
    ],
    ["post-vanilla", request("/", { method: "POST" }), "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"],
    [
      "post-sts-header-before",
      request("/", {
        method: "POST",
        headers: {
          "x-amz-security-token":
            "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==",
        },
      }),
      "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
    ],
    [
      "post-x-www-form-urlencoded",
      request("/", { method: "POST", body: "Param1=value1", headers: { "content-type": "application/x-www-form-urlencoded" } }),
      "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
    ],
    [
      "get-header-value-trim",
      request("/", { headers: { "my-header1": " value1", "my-header2": ' "a   b   c"' } }),
      "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736",
    ],
  ])("gives what AWS's test suite says of %s", (_, unsigned, signature) => {
    const [algorithm, credential] = signatureOf(unsigned, suite).split(/[ ,]+/);
    expect(signatureOf(unsigned, suite)).toMatch(new RegExp(`Signature=${signature}$`));
    expect([algorithm, credential]).toEqual([
      "AWS4-HMAC-SHA256",
      "Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request",
    ]);
  });

  it.each<[string, UnsignedRequest, string]>([
    [
      "GET Object",
      s3Request("/test.txt", { headers: { range: "bytes=0-9" } }),
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    ],
    [
      "PUT Object",
      s3Request("/test%24file.text", {
        method: "PUT",
        headers: { date: "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY" },
        body: "Welcome to Amazon S3.",
      }),
      "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
    ],
    ["GET Bucket Lifecycle", s3Request("/?lifecycle"), "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"],
    [
      "GET Bucket (List Objects)",
      s3Request("/?max-keys=2&prefix=J"),
      "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    ],
  ])("gives what S3's documentation says of %s", (_, unsigned, signature) => {
    expect(signatureOf(unsigned, s3Examples)).toMatch(new RegExp(`Signature=${signature}$`));
  });

  it("signs as the SDK does, whatever the path, query, headers, body and service", async () => {
    const printable = fc.string({ unit: "binary", maxLength: 12 });
    const anyRequest = fc.record({
      method: fc.constantFrom("GET", "POST", "PUT", "DELETE"),
      path: fc
        .array(printable, { maxLength: 5 })
        .map((segments) => `/${segments.map((part) => encodeURIComponent(part.toWellFormed())).join("/")}`),
      query: fc.dictionary(fc.stringMatching(/^[\w*'()!~.-]{1,6}$/), printable, { maxKeys: 4 }),
      value: fc.stringMatching(/^[ -~]{0,20}$/),
      body: printable,
      service: fc.constantFrom("execute-api", "s3", "es"),
    });
    await fc.assert(
      fc.asyncProperty(anyRequest, async ({ method, path, query, value, body, service }) => {
        const url = new URL(`https://api.acme.example${path}`);
        for (const [name, text] of Object.entries(query)) url.searchParams.append(name, text.toWellFormed());
        url.search = url.search.replaceAll("+", "%20");
        const headers = { host: url.host, "x-any": value, "user-agent": "bongsu" };
        const sdk = await signedBySdk({ method, url, headers, body }, service);
        const ours = signatureOf(
          { method, url, headers: { ...headers, "x-amz-date": suite.amzDate, "x-amz-content-sha256": sha256Hex(body) }, body },
          { ...suite, service },
        );
        expect(ours).toBe(sdk);
      }),
    );
  });

  it("takes a % that encodes nothing for itself", () => {
    expect(signatureOf(request("/?a=100%"), suite)).toMatch(/Signature=[0-9a-f]{64}$/);
  });
});

/** What the SDK wants of a hash. */
class Sha256 {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | Uint8Array) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret);
  }

  update(data: string | Uint8Array): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

interface SmithySigner {
  sign(request: object, options: object): Promise<{ headers: Readonly<Record<string, string>> }>;
}

/** The SDK's own signer is no dependency of ours: it comes with the SDK, and only this test looks at it. */
async function signedBySdk({ method, url, headers, body }: UnsignedRequest, service: string): Promise<string | undefined> {
  const load = createRequire(import.meta.url);
  const { SignatureV4 } = load("@smithy/signature-v4") as { SignatureV4: new (options: object) => SmithySigner };
  const signer = new SignatureV4({
    credentials: keys,
    region: suite.region,
    service,
    sha256: Sha256,
    uriEscapePath: service !== "s3",
  });
  const query = Object.fromEntries(url.searchParams);
  const request = { method, protocol: "https:", hostname: url.hostname, path: url.pathname, query, headers, body };
  return (await signer.sign(request, { signingDate: new Date("2015-08-30T12:36:00Z") })).headers.authorization;
}
