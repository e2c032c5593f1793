/** From a URL to an open connection: DNS, TCP and, for https, TLS. */
import type { Socket } from "node:net";
import type { Failure } from "../../model/failure.ts";
import { connectTcp } from "../../net/connect.ts";
import { type Address, firstPhaseOf } from "../../net/resolve.ts";
import { connectTls } from "../../net/tls.ts";
import type { TlsOptions } from "../../net/tls-options.ts";
import type { HttpRun } from "./http-run.ts";

const DEFAULT_PORTS: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 };

/** The socket is the caller's to destroy. */
export async function openConnection(run: HttpRun): Promise<Socket | Failure> {
  const { url } = run.request;
  run.stopwatch.enter(firstPhaseOf(url.hostname));
  const address = await findAddress(run);
  if ("code" in address) return address;
  run.address = address.ip;
  run.stopwatch.enter("connect");
  const port = url.port === "" ? (DEFAULT_PORTS[url.protocol] ?? 80) : Number(url.port);
  const connection = await connectTcp(address, port, run.context.deadline);
  if ("failure" in connection) return connection.failure;
  return url.protocol === "https:" ? await secure(connection.socket, run) : connection.socket;
}

async function findAddress(run: HttpRun): Promise<Address | Failure> {
  const host = run.request.url.hostname;
  const { resolver, deadline } = run.context;
  const resolution = run.resolutions.get(host) ?? (await resolver.resolve(host, run.target.ip, deadline));
  run.resolutions.set(host, resolution);
  return "failure" in resolution ? { phase: "dns", ...resolution.failure } : resolution.addresses[0];
}

async function secure(socket: Socket, run: HttpRun): Promise<Socket | Failure> {
  run.stopwatch.enter("tls");
  const connection = await connectTls(socket, {
    host: run.request.url.hostname,
    options: run.request.isFirstOrigin ? run.target.tls : forOtherOrigin(run.target.tls),
    alpnProtocols: ["http/1.1"],
    deadline: run.context.deadline,
    clock: run.context.clock,
  });
  if (connection.certificate !== undefined) run.certificate = connection.certificate;
  return "failure" in connection ? connection.failure : connection.socket;
}

/** A name or a client certificate given for one server is not for another to which it redirects. */
function forOtherOrigin(options: TlsOptions): TlsOptions {
  const { serverName: _name, cert: _cert, key: _key, ...others } = options;
  return others;
}
