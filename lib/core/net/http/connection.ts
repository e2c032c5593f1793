/** From a URL to an open connection: DNS, TCP or the proxy, and for https TLS. */
import type { Socket } from "node:net";
import type { Failure } from "../../model/failure.ts";
import { connectTcp } from "../connect.ts";
import { type Address, firstPhaseOf } from "../resolve.ts";
import { connectTls } from "../tls.ts";
import type { TlsOptions } from "../tls-options.ts";
import { isFailure } from "./answer.ts";
import { findAddress } from "./find-address.ts";
import type { HttpRun } from "./http-run.ts";
import { isOwnMachine } from "./own-machine.ts";
import { connectThroughProxy } from "./proxy.ts";
import { portOf } from "./request.ts";

/** The socket is the caller's to destroy. */
export async function openConnection(run: HttpRun): Promise<Socket | Failure> {
  const { proxy } = run.target;
  const socket = proxy === undefined ? await connectDirectly(run) : await connectThroughProxy(proxy, run);
  if (isFailure(socket) || run.request.url.protocol !== "https:") return socket;
  return await secure(socket, run);
}

async function connectDirectly(run: HttpRun): Promise<Socket | Failure> {
  const { url } = run.request;
  run.stopwatch.enter(firstPhaseOf(url.hostname));
  const address = await findAddress(url.hostname, run);
  if (isFailure(address)) return address;
  if (isLedAstray(address, run)) return astray(address);
  run.address = address.ip;
  run.stopwatch.enter("connect");
  const connection = await connectTcp(address, portOf(url), run.context.deadline);
  return "failure" in connection ? connection.failure : connection.socket;
}

/** What listens on this machine trusts whoever asks: only a server that is here itself may redirect here. */
function isLedAstray({ ip }: Address, { cameFrom, redirects }: HttpRun): boolean {
  return redirects.length > 0 && isOwnMachine(ip) && (cameFrom === undefined || !isOwnMachine(cameFrom));
}

function astray({ ip }: Address): Failure {
  const message = `redirected to ${ip}, which is the prober's own machine: no other server may send us there`;
  return { phase: "server", code: "response-malformed", message };
}

async function secure(socket: Socket, run: HttpRun): Promise<Socket | Failure> {
  run.stopwatch.enter("tls");
  const connection = await connectTls(socket, {
    host: run.request.url.hostname,
    options: tlsOptionsFor(run),
    alpnProtocols: run.target.http2 ? ["h2", "http/1.1"] : ["http/1.1"],
    deadline: run.context.deadline,
    clock: run.context.clock,
  });
  if (connection.certificate !== undefined) run.certificate = connection.certificate;
  return "failure" in connection ? connection.failure : connection.socket;
}

export function tlsOptionsFor({ request, target }: HttpRun): TlsOptions {
  return request.isFirstOrigin ? target.tls : forOtherOrigin(target.tls);
}

/** A name or a client certificate given for one server is not for another. */
export function forOtherOrigin(options: TlsOptions): TlsOptions {
  const { serverName: _name, cert: _cert, key: _key, ...others } = options;
  return others;
}
