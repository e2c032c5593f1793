/** AWS Lambda as far as Invoke goes: a function answers with JSON, fails, or never ends. */
import { type HttpStandIn, readBody, startHttpServer } from "./http-server.ts";

export interface Invocation {
  readonly functionName: string;
  readonly event: unknown;
  readonly authorization: string;
}

export type FunctionAnswer = { readonly answers: unknown } | { readonly fails: unknown } | { readonly refused: string } | "hangs";

export interface LambdaStandIn extends HttpStandIn {
  readonly invocations: readonly Invocation[];
  /** Without it every function answers with `null`. */
  answerWith(answer: (invocation: Invocation) => FunctionAnswer): void;
}

export async function startLambda(): Promise<LambdaStandIn> {
  const invocations: Invocation[] = [];
  let answerOf: (invocation: Invocation) => FunctionAnswer = () => ({ answers: null });
  const server = await startHttpServer(async (incoming, response) => {
    const [, functionName = ""] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(incoming.url ?? "") ?? [];
    const event: unknown = JSON.parse((await readBody(incoming)).toString("utf8"));
    const invocation = { functionName, event, authorization: incoming.headers.authorization ?? "" };
    invocations.push(invocation);
    const answer = answerOf(invocation);
    if (answer === "hangs") return;
    if ("refused" in answer) {
      response.writeHead(403, { "x-amzn-errortype": answer.refused }).end(JSON.stringify({ Message: "not authorized" }));
    } else if ("fails" in answer) {
      response.writeHead(200, { "x-amz-function-error": "Unhandled" }).end(JSON.stringify(answer.fails));
    } else response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer.answers));
  });
  return {
    ...server,
    invocations,
    answerWith: (answer) => {
      answerOf = answer;
    },
  };
}
