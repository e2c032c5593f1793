import type { Failure } from "../../model/failure.ts";
import type { Address } from "../resolve.ts";
import type { HttpRun } from "./http-run.ts";

/** The address to use for a host; asked once a run. */
export async function findAddress(host: string, run: HttpRun): Promise<Address | Failure> {
  const { resolver, deadline } = run.context;
  const resolution = run.resolutions.get(host) ?? (await resolver.resolve(host, run.target.ip, deadline));
  run.resolutions.set(host, resolution);
  return "failure" in resolution ? { phase: "dns", ...resolution.failure } : resolution.addresses[0];
}
