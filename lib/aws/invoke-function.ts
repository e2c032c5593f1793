/** Invoke of AWS Lambda, and waiting for the answer: the only call of it that we make, so it is signed and sent by what probes are made of. */
import type { HttpRun } from "../core/net/http/http-run.ts";
import type { HttpTarget } from "../core/net/http/target.ts";
import type { Resolver } from "../core/net/resolve.ts";
import type { Clock, RequestSigner } from "../core/ports.ts";
import { startDeadline } from "../core/time/deadline.ts";

export interface InvokerOptions {
  /** Its Region is that of functions of which none is said. */
  readonly signer: RequestSigner;
  readonly resolver: Resolver;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** @default - 15 s */
  readonly timeoutMs?: number;
}

/** Resolves to what the function answered, as JSON text; or to a sentence. Never rejects, and ends by itself. */
export type InvokeFunction = (
  functionName: string,
  event: object,
  where?: { readonly region?: string },
) => Promise<{ readonly answer: string } | InvokeProblem>;

export interface InvokeProblem {
  readonly problem: string;
  /** Of Lambda's refusal: 403, 404. */
  readonly refusedWith?: number;
}

const TIMEOUT_MS = 15_000;
const ANSWER_BYTES_MAX = 2_097_152;

export function createInvoker(options: InvokerOptions): InvokeFunction {
  return async (functionName, event, { region = options.signer.region } = {}) => {
    const { clock, resolver, signer, timeoutMs = TIMEOUT_MS } = options;
    if (region === undefined) return { problem: "nothing says in which Region the functions are" };
    // Most passes invoke nothing: they need not read half a megabyte of HTTP.
    const { askUntilFinal, startHttpRun } = await import("../core/net/http/fetch.ts");
    const deadline = startDeadline(timeoutMs, clock);
    const context = { clock, resolver, signer, deadline, wanted: new Set(["body"]), keepSecret: () => undefined };
    const run = startHttpRun(targetOf(functionName, { event, region, env: options.env }), context);
    try {
      const failure = await askUntilFinal(run);
      if (failure !== undefined) return { problem: failure.message };
      return readAnswer(run.answer, run.body?.text ?? "");
    } finally {
      deadline.clear();
    }
  };
}

/** There when the function itself failed: Lambda answers 200 all the same. */
const FUNCTION_ERROR = "x-amz-function-error";

function readAnswer(answer: HttpRun["answer"], text: string): { readonly answer: string } | InvokeProblem {
  if (answer?.status === 200 && answer.headers[FUNCTION_ERROR] === undefined) return { answer: text };
  const problem = `Lambda answers ${answer?.status}: ${text.slice(0, 200)}`;
  return { problem, ...(answer !== undefined && answer.status >= 400 && { refusedWith: answer.status }) };
}

interface Call {
  readonly event: object;
  readonly region: string;
  readonly env: InvokerOptions["env"];
}

function targetOf(functionName: string, { event, region, env }: Call): HttpTarget {
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  const endpoint = env.AWS_ENDPOINT_URL_LAMBDA || env.AWS_ENDPOINT_URL || `https://lambda.${region}.${domain}`;
  return {
    url: new URL(`/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`, endpoint).href,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(event),
    redirects: 0,
    bodyLimitBytes: ANSWER_BYTES_MAX,
    ip: "any",
    tls: { verify: true },
    auth: { sigv4: { service: "lambda", region } },
  };
}
