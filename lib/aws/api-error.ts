/** What an error of an AWS call means for the next step. AWS changes statuses, not codes: the code decides, the status only where there is none. */

/** Codes of an answer that says the session token is past its time. */
const EXPIRED_TOKEN_CODES: ReadonlySet<string> = new Set(["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired"]);
const THROTTLED = /Throttl|SlowDown|TooManyRequests|RequestLimitExceeded|BandwidthLimitExceeded|PriorRequestNotComplete/;
const TOO_LARGE = /EntityTooLarge|RequestTooLarge|ContentLengthExceeded|PayloadTooLarge/;
const INVALID = /^(InvalidParameter|InvalidFormat|MissingParameter|MissingRequiredParameter|Validation|Serialization)/;
const CLOCK_WRONG = /^Signature (expired|not yet current)/;
const TRANSIENT_CODES: ReadonlySet<string> = new Set([
  "RequestTimeout",
  "RequestTimeoutException",
  "CredentialsUnavailableError",
]);
const MESSAGE_MAX_LENGTH = 300;

/** `later`: the same call may succeed soon. `smaller`: less at once may succeed. `refused`: it will not. */
export type Remedy = "later" | "smaller" | "refused";

export function isExpiredToken(error: unknown): boolean {
  return EXPIRED_TOKEN_CODES.has(readApiError(error).code);
}

export function remedyOf(error: unknown): Remedy {
  const { code, message, status, isClockCorrected } = readApiError(error);
  if (TOO_LARGE.test(code) || status === 413 || INVALID.test(code)) return "smaller";
  if (THROTTLED.test(code) || status === 429 || TRANSIENT_CODES.has(code)) return "later";
  if (isClockCorrected || CLOCK_WRONG.test(message)) return "later";
  const wasNeverAnswered = status === undefined;
  return wasNeverAnswered || status >= 500 ? "later" : "refused";
}

/** One line for people: `Throttling: Rate exceeded`. */
export function describeApiError(error: unknown): string {
  const { code, message, status } = readApiError(error);
  // The SDK could not read the answer: its complaint quotes the answer, which is nobody's business.
  if (status !== undefined && (code === "SyntaxError" || code === "Unknown")) return `answered with status ${status}`;
  if (TRANSIENT_CODES.has(code)) return message;
  const text = code === "" || code === "Error" ? message : `${code}: ${message}`;
  return firstLine(text);
}

/** First line of a text, short enough for a message. */
export function firstLine(text: string): string {
  return (text.split("\n", 1)[0] ?? "").slice(0, MESSAGE_MAX_LENGTH);
}

interface ApiError {
  readonly code: string;
  readonly message: string;
  /** HTTP status; missing when nothing was answered. */
  readonly status: number | undefined;
  /** The SDK has just learned that this computer's clock is wrong, and will sign the next call with the right time. */
  readonly isClockCorrected: boolean;
}

function readApiError(error: unknown): ApiError {
  if (!(error instanceof Error)) return { code: "", message: String(error), status: undefined, isClockCorrected: false };
  const metadata: unknown = "$metadata" in error ? error.$metadata : undefined;
  const status = readField(metadata, "httpStatusCode");
  return {
    code: error.name,
    message: error.message,
    status: typeof status === "number" ? status : undefined,
    isClockCorrected: readField(metadata, "clockSkewCorrected") === true,
  };
}

function readField(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
