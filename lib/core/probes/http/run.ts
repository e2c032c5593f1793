/** One run of an `http` check. */
import type { Observation } from "../../model/outcome.ts";
import { askUntilFinal, startHttpRun } from "../../net/http/fetch.ts";
import type { HttpTarget } from "../../net/http/target.ts";
import type { ProbeContext } from "../probe.ts";
import { observe } from "./observe.ts";

/** `target` is an HttpTarget: the kind's own schema made it. */
export async function runHttp(target: unknown, context: ProbeContext): Promise<Observation> {
  const run = startHttpRun(target as HttpTarget, context);
  return observe(run, await askUntilFinal(run));
}
