import { describe, expect, it, onTestFinished } from "vitest";
import { useAwsEnvironment } from "../../test/kit/aws/environment.ts";
import { type FunctionAnswer, type LambdaStandIn, startLambda } from "../../test/kit/aws/lambda.ts";
import { createResolver } from "../core/net/system-resolver.ts";
import { systemClock } from "../core/time/clock.ts";
import { createCredentials } from "./credentials.ts";
import { createInvoker } from "./invoke-function.ts";
import { createRequestSigner } from "./request-signer.ts";

async function open(answer?: FunctionAnswer, { timeoutMs = 5_000, region = "eu-west-1" } = {}) {
  const lambda = await startLambda();
  if (answer !== undefined) lambda.answerWith(() => answer);
  const environment = useAwsEnvironment({
    ...(region !== "" && { AWS_REGION: region }),
    ...{ AWS_ACCESS_KEY_ID: "ASIATEST", AWS_SECRET_ACCESS_KEY: "test" },
  });
  onTestFinished(async () => {
    environment[Symbol.dispose]();
    await lambda[Symbol.asyncDispose]();
  });
  return { lambda, invoke: invokerOf(lambda, timeoutMs) };
}

function invokerOf(lambda: LambdaStandIn, timeoutMs: number) {
  const signer = createRequestSigner({ credentials: createCredentials() });
  const env = { AWS_ENDPOINT_URL_LAMBDA: lambda.origin };
  return createInvoker({ signer, resolver: createResolver(), clock: systemClock, env, timeoutMs });
}

describe("invoking a function", () => {
  it("passes the event, signed for Lambda, and gives the answer as it is", async () => {
    const { lambda, invoke } = await open({ answers: { outcomes: [] } });
    expect(await invoke("bongsu-acme-prober-region", { probe: ["acme/a"] })).toEqual({ answer: '{"outcomes":[]}' });
    expect(lambda.invocations).toEqual([
      {
        functionName: "bongsu-acme-prober-region",
        event: { probe: ["acme/a"] },
        authorization: expect.stringMatching(/^AWS4-HMAC-SHA256 Credential=ASIATEST\/\d{8}\/eu-west-1\/lambda\/aws4_request/),
      },
    ]);
  });

  it("signs for the Region of the function where it is another", async () => {
    const { lambda, invoke } = await open({ answers: {} });
    await invoke("bongsu-acme-prober-us-east-1", {}, { region: "us-east-1" });
    expect(lambda.invocations[0]?.authorization).toContain("/us-east-1/lambda/aws4_request");
  });

  it.each([
    { case: "the function fails", answer: { fails: { errorMessage: "boom" } }, problem: "boom", refused: {} },
    {
      ...{ case: "nobody may call it", answer: { refused: "AccessDeniedException" }, problem: "not authorized" },
      refused: { refusedWith: 403 },
    },
  ] as const)("says why when $case", async ({ answer, problem, refused }) => {
    const { invoke } = await open(answer);
    expect(await invoke("f", {})).toEqual({ problem: expect.stringContaining(problem), ...refused });
  });

  it("says why when Lambda cannot be reached", async () => {
    const { lambda, invoke } = await open();
    await lambda.goDown();
    expect(await invoke("f", {})).toEqual({ problem: expect.stringMatching(/refused/) });
  });

  it("waits no longer than it may for a function that never ends", async () => {
    const { lambda, invoke } = await open("hangs", { timeoutMs: 200 });
    expect(await invoke("f", {})).toEqual({ problem: expect.stringMatching(/200 ms/) });
    expect(lambda.invocations).toHaveLength(1);
  });

  it("asks nobody where nothing says the Region", async () => {
    const { lambda, invoke } = await open(undefined, { region: "" });
    expect(await invoke("f", {})).toEqual({ problem: expect.stringContaining("Region") });
    expect(lambda.invocations).toEqual([]);
  });
});
