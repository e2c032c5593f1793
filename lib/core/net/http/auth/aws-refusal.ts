/** What AWS says about a signature that it does not take. The code decides; statuses vary between services. */
import type { Failure, FailureCode } from "../../../model/failure.ts";
import type { Answer } from "../answer.ts";

const EXPIRED = new Set(["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"]);
const CLOCK_SKEWED = new Set(["RequestTimeTooSkewed", "RequestInTheFuture", "RequestExpired"]);
const REFUSED = new Set([
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "InvalidAccessKeyId",
  "InvalidToken",
  "SignatureDoesNotMatch",
  "InvalidSignatureException",
  "IncompleteSignatureException",
]);
/** In the message of a signature that is refused for its time alone. */
const CLOCK_WORDS = /Signature (?:expired|not yet current)/;
const READ_BYTES = 4_096;

/** Undefined for everything else, AccessDenied among it: who we are was believed, and what we may do is for expectations to judge. */
export function explainAwsRefusal(answer: Answer): Failure | undefined {
  const refusal = readRefusal(answer);
  if (refusal === undefined) return undefined;
  const { code, text } = refusal;
  if (EXPIRED.has(code)) return failure("credentials-expired", `AWS calls our credentials expired (${code})`);
  if (CLOCK_SKEWED.has(code) || CLOCK_WORDS.test(text)) {
    return failure("clock-skewed", `AWS finds the time of our signature wrong (${code})${skewOf(answer)}`);
  }
  return REFUSED.has(code) ? failure("auth-failed", `AWS does not accept our signature (${code})`) : undefined;
}

export function isExpired(answer: Answer): boolean {
  return EXPIRED.has(readRefusal(answer)?.code ?? "");
}

/** `x-amzn-errortype: ExpiredTokenException:http://…`, `"__type": "com.amazonaws#ExpiredToken"`, `<Code>ExpiredToken</Code>` */
function readRefusal({ status, headers, raw }: Answer): { code: string; text: string } | undefined {
  if (status < 400 || status > 499) return undefined;
  const text = raw?.toString("utf8", 0, READ_BYTES) ?? "";
  const named =
    headers["x-amzn-errortype"]?.[0] ??
    /"(?:__type|code|Code)"\s{0,5}:\s{0,5}"([^"]{1,200})"/.exec(text)?.[1] ??
    /<Code>([^<]{1,200})<\/Code>/.exec(text)?.[1];
  const code = named?.split("#").at(-1)?.split(":", 1)[0]?.trim();
  // API Gateway gives no code for a signature that does not match, only its sentence.
  if (CLOCK_WORDS.test(text)) return { code: code ?? "Signature expired", text };
  return code === undefined ? undefined : { code, text };
}

function skewOf({ clockSkewMs }: Answer): string {
  return clockSkewMs === undefined ? "" : `; its clock is ${Math.round(clockSkewMs / 1_000)} s ahead of ours`;
}

function failure(code: FailureCode, message: string): Failure {
  return { phase: "auth", code, message };
}
