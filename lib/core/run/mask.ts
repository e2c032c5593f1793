/** Takes secrets and trickery out of text that came from outside, before anybody sees or stores it. */
const MASK = "***";
/** Shorter values would mask half of every message. */
const SECRET_MIN_CHARACTERS = 4;

/** What looks like a secret though nobody told us: linear-time patterns only. */
const SECRET_SHAPES: readonly RegExp[] = [
  /\b(?:Bearer|Basic) +[\w.~+/=-]{8,}/gi,
  /\beyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\bxox[abprs]-[\w-]{10,}/g,
];
/** `"password": "hunter2"`, `token=abc`: the name stays, the value goes. */
const NAMED_SECRET =
  /((?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key)["']?\s{0,3}[:=]\s{0,3}["']?)([^\s"',;&}]{1,500})/gi;

/** A header that a server sends back, up to the end of its line or its quotation mark. */
const HEADER_SECRET = /((?:(?:proxy-)?authorization|(?:set-)?cookie)["']?[ \t]{0,3}[:=][ \t]{0,3}["']?)[^\s"'][^\r\n"']{0,500}/gi;

/** The values and what becomes of them on their way: base64, in a URL, in JSON. Longest first, so that none hides half of another. */
export function withEncodedForms(secretValues: readonly string[]): string[] {
  const forms = secretValues
    .filter(({ length }) => length >= SECRET_MIN_CHARACTERS)
    .flatMap((value) => [value, Buffer.from(value).toString("base64"), encodeUrl(value), JSON.stringify(value).slice(1, -1)]);
  return [...new Set(forms)].toSorted((a, b) => b.length - a.length);
}

function encodeUrl(value: string): string {
  return encodeURIComponent(value.toWellFormed());
}

/** Also strips control characters and marks that change the direction of text. */
export function maskText(text: string, secretValues: readonly string[] = []): string {
  let masked = text;
  for (const secret of secretValues) {
    if (secret.length >= SECRET_MIN_CHARACTERS) masked = masked.replaceAll(secret, MASK);
  }
  for (const shape of SECRET_SHAPES) masked = masked.replaceAll(shape, MASK);
  masked = masked.replaceAll(NAMED_SECRET, `$1${MASK}`).replaceAll(HEADER_SECRET, `$1${MASK}`);
  return stripControls(masked);
}

/** Line breaks and tabs become spaces; other control characters and bidirectional marks go. */
export function stripControls(text: string): string {
  return text.replaceAll(/[\t\n\r]+/g, " ").replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "");
}
