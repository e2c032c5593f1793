/** What one run says to S3: every request signed, on a connection of its own, all under one stopwatch. */
import type { Failure } from "../../model/failure.ts";
import { type Answer, isFailure } from "../../net/http/answer.ts";
import { askAuthorized } from "../../net/http/auth/authorize.ts";
import { explainAwsRefusal } from "../../net/http/auth/aws-refusal.ts";
import { startAgain, startHttpRun } from "../../net/http/fetch.ts";
import type { HttpRun } from "../../net/http/http-run.ts";
import type { HttpTarget } from "../../net/http/target.ts";
import { signedAs } from "../../net/http-auth.ts";
import type { Deadline } from "../../time/deadline.ts";
import type { ProbeContext } from "../probe.ts";
import { DEFAULT_REGION, locate } from "./locate.ts";
import { isGood } from "./refusal.ts";
import type { S3Target } from "./target.ts";

export interface S3Request {
  readonly method: "GET" | "PUT" | "DELETE";
  /** Empty: the bucket itself. */
  readonly key: string;
  /** As it stands in the URL, without its question mark. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export class Conversation {
  readonly target: S3Target;
  readonly context: ProbeContext;
  readonly region: string;
  /** The last request, with all that is known of its connection; before the first, the one that is planned. */
  run: HttpRun;

  constructor(target: S3Target, context: ProbeContext) {
    this.target = target;
    this.context = context;
    this.region = target.region ?? context.signer?.region ?? DEFAULT_REGION;
    this.run = startHttpRun(this.#httpTarget({ method: "GET", key: target.key }), context);
  }

  /** S3's answer, good or not; a failure where there is none, or where it does not believe our signature. */
  async ask(request: S3Request, deadline: Deadline = this.context.deadline): Promise<Answer | Failure> {
    this.run = startAgain({ ...this.run, context: { ...this.context, deadline } }, this.#httpTarget(request));
    const answer = await askAuthorized(this.run);
    if (isFailure(answer)) return answer;
    this.run.answer = answer;
    // What an object holds is nobody's business; what S3 says of a refusal is evidence.
    if (!isGood(answer) && answer.raw !== undefined) {
      this.run.body = { bytes: answer.raw.length, text: answer.raw.toString("utf8") };
    }
    return explainAwsRefusal(answer) ?? answer;
  }

  #httpTarget({ method, key, query, headers = {}, body }: S3Request): HttpTarget {
    const { ip, tls } = this.target;
    const url = locate(this.target, { key, region: this.region });
    if (query !== undefined) url.search = query;
    return {
      url: url.href,
      method,
      headers,
      ...(body !== undefined && { body }),
      redirects: 0,
      ip,
      tls,
      auth: { sigv4: { service: "s3", region: this.region, ...signedAs(this.target) } },
    };
  }
}
