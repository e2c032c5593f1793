import { describe, expect, it } from "vitest";
import { useAwsEnvironment } from "../../test/kit/aws/environment.ts";
import { readBody, startHttpServer } from "../../test/kit/aws/http-server.ts";
import type { Clock } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { createCredentials } from "./credentials.ts";
import { createAwsSecrets } from "./secrets.ts";

const KEYS = {
  AWS_ACCESS_KEY_ID: "AKIDTEST",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_REGION: "eu-west-1",
  AWS_EC2_METADATA_DISABLED: "true",
};

/** Speaks AWS JSON 1.1 of both services; `values` may change while it runs. */
async function startStores(values: Map<string, string>) {
  const asked: string[] = [];
  const server = await startHttpServer(async (request, response) => {
    const target = String(request.headers["x-amz-target"]);
    const body: { SecretId?: string; Name?: string; WithDecryption?: boolean } = JSON.parse(String(await readBody(request)));
    const name = body.SecretId ?? body.Name ?? "";
    asked.push(`${target} ${name}`);
    const value = values.get(name);
    response.setHeader("content-type", "application/x-amz-json-1.1");
    if (value === undefined)
      return void response.writeHead(400).end(JSON.stringify({ __type: "AccessDeniedException", message: "not allowed" }));
    const parameter = { Parameter: { Name: name, Value: body.WithDecryption ? value : "encrypted" } };
    response.end(JSON.stringify(target.startsWith("secretsmanager") ? { Name: name, SecretString: value } : parameter));
  });
  return { ...server, asked };
}

function clockWith(offset: { ms: number }): Clock {
  return { ...systemClock, monotonicMs: () => systemClock.monotonicMs() + offset.ms };
}

describe("createAwsSecrets", () => {
  it("reads Secrets Manager and, decrypted, the Parameter Store, once in five minutes", async () => {
    const values = new Map([
      ["acme/kdb", "pa55"],
      ["/acme/token", "tok"],
    ]);
    await using stores = await startStores(values);
    using _ = useAwsEnvironment(KEYS);
    const offset = { ms: 0 };
    const secrets = createAwsSecrets({ credentials: createCredentials(), endpoint: stores.origin, clock: clockWith(offset) });
    const both = () =>
      Promise.all([
        secrets.resolve({ scheme: "secret", name: "acme/kdb" }),
        secrets.resolve({ scheme: "ssm", name: "/acme/token" }),
      ]);
    expect(await both()).toEqual([{ value: "pa55" }, { value: "tok" }]);
    await both();
    expect(stores.asked).toHaveLength(2);
    values.set("acme/kdb", "rotated");
    offset.ms = 5 * 60_000 + 1;
    expect((await both())[0]).toEqual({ value: "rotated" });
  });

  it("asks once for callers that come together", async () => {
    await using stores = await startStores(new Map([["a", "x"]]));
    using _ = useAwsEnvironment(KEYS);
    const secrets = createAwsSecrets({ credentials: createCredentials(), endpoint: stores.origin });
    await Promise.all(Array.from({ length: 20 }, () => secrets.resolve({ scheme: "secret", name: "a" })));
    expect(stores.asked).toHaveLength(1);
  });

  it("says in a sentence what cannot be read, and goes on with the last value while AWS is away", async () => {
    const values = new Map([["a", "x"]]);
    await using stores = await startStores(values);
    using _ = useAwsEnvironment(KEYS);
    const offset = { ms: 0 };
    const secrets = createAwsSecrets({ credentials: createCredentials(), endpoint: stores.origin, clock: clockWith(offset) });
    expect(await secrets.resolve({ scheme: "secret", name: "b" })).toEqual({
      unavailable: "the secret b cannot be read: AccessDeniedException: not allowed",
    });
    await secrets.resolve({ scheme: "secret", name: "a" });
    values.clear();
    offset.ms = 10 * 60_000;
    expect(await secrets.resolve({ scheme: "secret", name: "a" })).toEqual({ value: "x" });
    offset.ms = 120 * 60_000;
    expect(await secrets.resolve({ scheme: "secret", name: "a" })).toMatchObject({
      unavailable: expect.stringContaining("secret a"),
    });
  });

  it("refuses the environment, which on AWS would stand in the template", async () => {
    const secrets = createAwsSecrets({ credentials: createCredentials() });
    expect(await secrets.resolve({ scheme: "env", name: "TOKEN" })).toMatchObject({
      unavailable: expect.stringContaining("${ssm:…}"),
    });
  });
});
