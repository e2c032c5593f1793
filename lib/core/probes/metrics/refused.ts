/** Answers that hold no metrics, by their HTTP status. */
import type { Failure } from "../../model/failure.ts";

/** A closed endpoint is something else than a dead application. */
export function explainStatus(status: number): Failure {
  if (status === 401 || status === 403) {
    const message = `the application answers, but shows its metrics only to those whom it knows (status ${status})`;
    return { phase: "server", code: "auth-failed", message };
  }
  const hint = status === 404 ? ": is the endpoint exposed?" : "";
  return { phase: "server", code: "protocol-error", message: `the server answered with status ${status} and no metrics${hint}` };
}
