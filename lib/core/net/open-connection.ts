/** From a host and a port to an open connection: DNS, TCP and, where asked for, STARTTLS and TLS, each in its own phase. */
import type { Socket } from "node:net";
import type { Failure } from "../model/failure.ts";
import type { Clock } from "../ports.ts";
import type { Deadline } from "../time/deadline.ts";
import type { Stopwatch } from "../time/stopwatch.ts";
import { connectTcp } from "./connect.ts";
import type { IpChoice, Resolver } from "./resolve.ts";
import { START_TLS, type StartTlsProtocol } from "./start-tls/index.ts";
import { negotiate } from "./start-tls/negotiate.ts";
import { connectTls, type TlsReport } from "./tls.ts";
import type { TlsOptions } from "./tls-options.ts";

export interface Endpoint {
  readonly host: string;
  readonly port: number;
  readonly ip: IpChoice;
  /** How the server is asked, in plain text, to begin TLS. */
  readonly startTls?: StartTlsProtocol;
  /** Absent: the connection stays in plain text. */
  readonly tls?: TlsOptions;
}

export interface ConnectionContext {
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly resolver: Resolver;
  /** Stands in the first phase; is left in the phase that failed, or in the last one. */
  readonly stopwatch: Stopwatch;
}

/** How far it came, and the socket, which is then the caller's to destroy. */
export type Opened = {
  readonly address?: string;
  readonly tls?: TlsReport;
} & ({ readonly socket: Socket } | { readonly failure: Failure });

export async function openConnection(endpoint: Endpoint, context: ConnectionContext): Promise<Opened> {
  const { resolver, deadline, stopwatch } = context;
  const resolution = await resolver.resolve(endpoint.host, endpoint.ip, deadline);
  if ("failure" in resolution) return { failure: { phase: "dns", ...resolution.failure } };
  stopwatch.enter("connect");
  const [address] = resolution.addresses;
  const connection = await connectTcp(address, endpoint.port, deadline);
  if ("failure" in connection) return { address: address.ip, failure: connection.failure };
  return { address: address.ip, ...(await secure(connection.socket, endpoint, context)) };
}

async function secure(socket: Socket, { host, startTls, tls }: Endpoint, context: ConnectionContext): Promise<Opened> {
  if (tls === undefined) return { socket };
  const { clock, deadline, stopwatch } = context;
  if (startTls !== undefined) {
    stopwatch.enter("starttls");
    const failure = await negotiate(socket, START_TLS[startTls](tls.serverName ?? host), deadline);
    if (failure !== undefined) {
      socket.destroy();
      return { failure };
    }
  }
  stopwatch.enter("tls");
  const connection = await connectTls(socket, { host, options: tls, deadline, clock });
  return "failure" in connection
    ? { tls: connection, failure: connection.failure }
    : { tls: connection, socket: connection.socket };
}
