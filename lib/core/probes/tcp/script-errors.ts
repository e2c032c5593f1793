/** Why a script could not go on, in words that say what was wanted and what came. */
import type { Failure, FailureCode } from "../../model/failure.ts";
import { formatMeasuredMs } from "../../model/units.ts";
import { explainTlsError } from "../../net/tls-errors.ts";
import type { Ending } from "./await-match.ts";

interface Circumstances {
  /** `/^250/`, or the bytes in hexadecimal. */
  readonly wanted: string;
  /** What came in its place, as an excerpt; empty if nothing did. */
  readonly received: string;
  readonly timeoutMs: number;
}

export function explainUnmatched(ending: Ending, { wanted, received, timeoutMs }: Circumstances): Failure {
  const got = received === "" ? "nothing came" : `got ${JSON.stringify(received)}`;
  if (ending instanceof Error) return explainBroken(ending, `before it sent ${wanted} (${got})`);
  switch (ending) {
    case "full":
      return failed("script-unmatched", `expected ${wanted}, ${got} and much more without a match`);
    case "timed-out":
      return failed("response-timed-out", `expected ${wanted} within ${formatMeasuredMs(timeoutMs)}, ${got}`);
    case "ended":
      return received === ""
        ? failed("response-closed", `the server closed the connection before it sent ${wanted}`)
        : failed("script-unmatched", `expected ${wanted}, ${got}, and the server closed the connection`);
  }
}

export function explainUnsent(ending: Error | "timed-out", timeoutMs: number): Failure {
  if (ending instanceof Error) return explainBroken(ending, "before we could send");
  return failed("response-timed-out", `the server took nothing more from us within ${formatMeasuredMs(timeoutMs)}`);
}

/** Of TLS 1.3 the refusal of a client certificate comes only now. */
function explainBroken(error: NodeJS.ErrnoException, when: string): Failure {
  if (error.code?.startsWith("ERR_SSL_")) return explainTlsError(error);
  if (error.code?.startsWith("ERR_STREAM_")) return failed("response-closed", `the server closed the connection ${when}`);
  return failed("response-reset", `the server reset the connection ${when}`);
}

function failed(code: FailureCode, message: string): Failure {
  return { phase: "script", code, message };
}
