/**
 * A way through a proxy: CONNECT (RFC 9110, 9.3.6), for http as for https. The request itself then goes to the target unchanged,
 * no cache can answer in its place, and the phases behind the proxy stay those of the target.
 */
import type { Socket } from "node:net";
import { type Failure, isOwnFault } from "../../model/failure.ts";
import { formatMeasuredMs } from "../../model/units.ts";
import type { Deadline } from "../../time/deadline.ts";
import { connectTcp } from "../connect.ts";
import { Incoming } from "../incoming.ts";
import { connectTls } from "../tls.ts";
import { isFailure } from "./answer.ts";
import { basicCredentials } from "./auth/basic.ts";
import { findAddress } from "./find-address.ts";
import type { HttpRun } from "./http-run.ts";
import { portOf } from "./request.ts";
import type { HttpProxy } from "./target.ts";

const HEAD_MAX_BYTES = 16_384;

/** A connection on which the target itself listens. All that goes wrong here is `proxy-failed`, unless it is our own fault. */
export async function connectThroughProxy(proxy: HttpProxy, run: HttpRun): Promise<Socket | Failure> {
  run.stopwatch.enter("proxy");
  const socket = await connectToProxy(proxy, run);
  if (isFailure(socket)) return proxyFailed(proxy, socket);
  const refusal = await requestTunnel(socket, { proxy, run });
  if (refusal === undefined) return socket;
  socket.destroy();
  return proxyFailed(proxy, refusal);
}

/** `http://proxy.acme.example:3128` */
export function printableProxy({ scheme, host, port }: HttpProxy): string {
  return `${scheme}://${host}:${port}`;
}

async function connectToProxy(proxy: HttpProxy, run: HttpRun): Promise<Socket | Failure> {
  const { clock, deadline } = run.context;
  const address = await findAddress(proxy.host, run);
  if (isFailure(address)) return address;
  run.address = address.ip;
  const connection = await connectTcp(address, proxy.port, deadline);
  if ("failure" in connection) return connection.failure;
  if (proxy.scheme === "http") return connection.socket;
  // `verify: false` was said of the target, and the proxy is about to be given a password.
  const options = { verify: true, ...(run.target.tls.ca !== undefined && { ca: run.target.tls.ca }) };
  const secured = await connectTls(connection.socket, { host: proxy.host, options, deadline, clock });
  return "failure" in secured ? secured.failure : secured.socket;
}

/** What is wrong with the proxy, in words that fit behind its name. */
interface Complaint {
  readonly message: string;
}

interface Tunnel {
  readonly proxy: HttpProxy;
  readonly run: HttpRun;
}

/** Why there is no tunnel; undefined when the socket leads to the target from now on. */
async function requestTunnel(socket: Socket, { proxy, run }: Tunnel): Promise<Complaint | undefined> {
  const { url } = run.request;
  const place = `${url.hostname}:${portOf(url)}`;
  const lines = [`CONNECT ${place} HTTP/1.1`, `host: ${place}`, "user-agent: bongsu/0.1", ...proxyAuthorization(proxy, run)];
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  const head = await readHead(socket, run.context.deadline);
  if (typeof head !== "string") return head;
  const status = Number(/^HTTP\/1\.[01] (\d{3})(?:[ \r]|$)/.exec(head)?.[1] ?? Number.NaN);
  if (Number.isNaN(status)) return { message: "its answer to CONNECT is not HTTP" };
  return status >= 200 && status <= 299 ? undefined : { message: explainRefusal(status, { place, proxy }) };
}

function proxyAuthorization({ user, password }: HttpProxy, { context }: HttpRun): string[] {
  if (user === undefined) return [];
  return [`proxy-authorization: ${basicCredentials({ user, password: password ?? "" }, context)}`];
}

/** Reads no further than the head: what follows belongs to the target. */
async function readHead(socket: Socket, deadline: Deadline): Promise<string | Complaint> {
  const incoming = new Incoming(socket);
  while (true) {
    const arrival = await incoming.more({ signal: deadline.signal });
    const end = incoming.bytes.indexOf("\r\n\r\n");
    if (end !== -1) {
      const head = incoming.take(end + 4).toString("latin1");
      if (incoming.bytes.length > 0) socket.unshift(incoming.take(incoming.bytes.length));
      return head;
    }
    if (incoming.bytes.length > HEAD_MAX_BYTES) return { message: "the head of its answer to CONNECT has no end" };
    if (arrival === "timed-out") {
      return { message: `it did not answer CONNECT within ${formatMeasuredMs(deadline.timeoutMs)}` };
    }
    if (arrival !== "more") return { message: "it closed the connection before it answered CONNECT" };
  }
}

function explainRefusal(status: number, { place, proxy }: { place: string; proxy: HttpProxy }): string {
  const what = `it answered CONNECT ${place} with status ${status}`;
  if (status === 407) return `${what}: ${proxy.user === undefined ? "it demands credentials" : "it refuses our credentials"}`;
  if (status === 403 || status === 405) return `${what}: it does not allow a tunnel there (many proxies allow port 443 only)`;
  return status >= 500 ? `${what}: it could not reach the target` : what;
}

function proxyFailed(proxy: HttpProxy, cause: Failure | Complaint): Failure {
  if ("code" in cause && isOwnFault(cause.code)) return { ...cause, phase: "proxy" };
  return { phase: "proxy", code: "proxy-failed", message: `no way through the proxy ${printableProxy(proxy)}: ${cause.message}` };
}
