/**
 * In TLS 1.3 a client ends its handshake before the server has looked at its certificate, so a refusal comes late.
 * A server that is content sends session tickets; one that is not sends an alert or closes; some say nothing at all.
 */
import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import type { Failure } from "../model/failure.ts";
import type { Deadline } from "../time/deadline.ts";
import { clientCertificateUse } from "./tls.ts";
import { explainClosedAfterRequest, explainTlsError } from "./tls-errors.ts";
import type { TlsOptions } from "./tls-options.ts";

/** Longer than most round trips; a server that has said nothing until then is taken to be content. */
const VERDICT_WAIT_MS = 500;

/** Waits only if the server asked for a certificate. Call it right after the handshake, before anything is read. */
export function lateRefusal(socket: Socket, options: TlsOptions, deadline: Deadline): Promise<Failure | undefined> {
  if (!(socket instanceof TLSSocket) || deadline.signal.aborted) return Promise.resolve(undefined);
  const use = clientCertificateUse(socket, options);
  if (!use.isRequested || socket.getProtocol() !== "TLSv1.3") return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const finish = (failure?: Failure) => {
      clearTimeout(timer);
      deadline.signal.removeEventListener("abort", onContent);
      socket.off("session", onContent).off("error", onError).off("close", onClose);
      resolve(failure);
    };
    const onContent = () => finish();
    const onError = (error: NodeJS.ErrnoException) => finish(explainTlsError(error, use));
    const onClose = () => finish(explainClosedAfterRequest(use));
    const timer = setTimeout(onContent, VERDICT_WAIT_MS);
    deadline.signal.addEventListener("abort", onContent, { once: true });
    socket.once("session", onContent).once("error", onError).once("close", onClose);
  });
}
