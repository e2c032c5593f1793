/** One run of a `tcp` check: an address, a connection, and goodbye. */
import type { Failure } from "../../model/failure.ts";
import type { Observation } from "../../model/outcome.ts";
import { connectTcp, formatPlace } from "../../net/connect.ts";
import { firstPhaseOf } from "../../net/resolve.ts";
import { Stopwatch } from "../../run/stopwatch.ts";
import type { ProbeContext } from "../probe.ts";
import type { TcpTarget } from "./target.ts";

/** `target` is a TcpTarget: the kind's own schema made it. */
export async function runTcp(target: unknown, context: ProbeContext): Promise<Observation> {
  const { host, port, ip } = target as TcpTarget;
  const stopwatch = new Stopwatch(context.clock, firstPhaseOf(host));
  const request = `TCP ${formatPlace(host, port)}`;
  const resolution = await context.resolver.resolve(host, ip, context.deadline);
  if ("failure" in resolution) {
    const failure: Failure = { phase: "dns", ...resolution.failure };
    return { ...stopwatch.read(), facts: {}, failure, evidence: { request } };
  }
  stopwatch.enter("connect");
  const [address] = resolution.addresses;
  const connection = await connectTcp(address, port, context.deadline);
  const observation = { ...stopwatch.read(), facts: { address: address.ip }, evidence: { request, address: address.ip } };
  if ("failure" in connection) return { ...observation, failure: connection.failure };
  connection.socket.destroySoon();
  return observation;
}
