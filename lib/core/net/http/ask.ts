/** One request on a connection of its own, and its answer. */
import type { Failure } from "../../model/failure.ts";
import { type Answer, isFailure } from "./answer.ts";
import { openConnection } from "./connection.ts";
import { exchange } from "./exchange.ts";
import type { HttpRun } from "./http-run.ts";
import { headerFault } from "./request.ts";

export async function ask(run: HttpRun): Promise<Answer | Failure> {
  const fault = headerFault(run.request);
  if (fault !== undefined) return fault;
  const connection = await openConnection(run);
  return isFailure(connection) ? connection : await exchange(connection, run);
}
