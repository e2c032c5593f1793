/** One TCP connection to one address, or why there is none. */
import { connect as openSocket, type Socket } from "node:net";
import type { Failure, FailureCode } from "../model/failure.ts";
import { formatMeasuredMs } from "../model/units.ts";
import type { Deadline } from "../time/deadline.ts";
import type { Address } from "./resolve.ts";

export type Connection = { readonly socket: Socket } | { readonly failure: Failure };

/** Resolves before the deadline; the caller owns the socket and must destroy it. */
export function connectTcp(address: Address, port: number, deadline: Deadline): Promise<Connection> {
  const place = formatPlace(address.ip, port);
  return new Promise((resolve) => {
    const socket = openSocket({ host: address.ip, port, family: address.family, autoSelectFamily: false, noDelay: true });
    const fail = (failure: Failure) => {
      settle();
      socket.destroy();
      resolve({ failure });
    };
    const onConnect = () => {
      settle();
      resolve({ socket });
    };
    const onError = (error: NodeJS.ErrnoException) => fail(connectFailure(error, address, port));
    const onDeadline = () =>
      fail({
        phase: "connect",
        code: "connect-timed-out",
        message: `no answer from ${place} within ${formatMeasuredMs(deadline.timeoutMs)}`,
      });
    const settle = () => {
      deadline.signal.removeEventListener("abort", onDeadline);
      socket.off("connect", onConnect).off("error", onError);
      // An error after this moment has its own reader, or none: it must never become an exception.
      socket.on("error", () => undefined);
    };
    socket.once("connect", onConnect).once("error", onError);
    if (deadline.signal.aborted) onDeadline();
    else deadline.signal.addEventListener("abort", onDeadline, { once: true });
  });
}

/** `10.0.3.7:443`, `[::1]:443` */
export function formatPlace(host: string, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** What an error of the system means, of a TCP connection or of a datagram. */
export function connectFailure(error: NodeJS.ErrnoException, address: Address, port: number): Failure {
  return {
    phase: "connect",
    code: connectFailureCode(error, address),
    message: explain(error, formatPlace(address.ip, port)),
  };
}

function connectFailureCode(error: NodeJS.ErrnoException, address: Address): FailureCode {
  switch (error.code) {
    case "ECONNREFUSED":
      return "connect-refused";
    case "ETIMEDOUT":
      return "connect-timed-out";
    case "ECONNRESET":
    case "ECONNABORTED":
    case "EPIPE":
      return "connect-reset";
    case "EADDRNOTAVAIL":
      // No route from here for IPv6, but for IPv4 it means that we have used up our own ports.
      return address.family === 6 ? "connect-unreachable" : "prober-overloaded";
    case "EMFILE":
    case "ENFILE":
    case "ENOBUFS":
    case "ENOMEM":
    case "EAGAIN":
      return "prober-overloaded";
    default:
      return "connect-unreachable";
  }
}

function explain(error: NodeJS.ErrnoException, place: string): string {
  switch (error.code) {
    case "ECONNREFUSED":
      return `${place} refused the connection: nothing listens there`;
    case "ETIMEDOUT":
      return `no answer from ${place}`;
    case "ECONNRESET":
      return `${place} reset the connection`;
    case "EHOSTUNREACH":
    case "ENETUNREACH":
    case "EADDRNOTAVAIL":
      return `no route to ${place} (${error.code})`;
    default:
      return `no connection to ${place} (${error.code ?? error.message})`;
  }
}
