import type { Failure } from "../../model/failure.ts";
import { type Cookie, cookiesFor } from "./cookies.ts";
import type { HttpTarget } from "./target.ts";

/** One request of the chain. */
export interface HopRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Headers that show who we are. Made anew for every request, so that no redirect can take them along. */
  readonly authHeaders?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** False once a redirect has led to another origin: what the user gave for the first is not for the second. */
  readonly isFirstOrigin: boolean;
  /** All of the host of `url`, also those that do not belong to its path. */
  readonly cookies: readonly Cookie[];
}

/** No `accept-encoding`: unless a check asks for compression, what is measured is what is sent. */
const DEFAULT_HEADERS = { "user-agent": "bongsu/0.1", accept: "*/*" };

export function firstRequest(target: HttpTarget): HopRequest {
  return {
    url: new URL(target.url),
    method: target.method,
    headers: target.headers,
    ...(target.body !== undefined && { body: target.body }),
    isFirstOrigin: true,
    cookies: [],
  };
}

/** Headers as sent: ours, the user's over them, cookies of the chain, then credentials. */
export function requestHeaders(request: HopRequest): Record<string, string> {
  const headers: Record<string, string> = { ...DEFAULT_HEADERS };
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
  const fromChain = cookiesFor(request.cookies, request.url);
  if (fromChain.length > 0) {
    headers.cookie = [headers.cookie, ...fromChain].filter((cookie) => cookie !== undefined).join("; ");
  }
  return { ...headers, ...request.authHeaders };
}

/** What no header can carry (RFC 9110, 5.5); in a secret, most often the line break at its end. */
const NOT_IN_HEADERS = /[^\t\x20-\x7e\u0080-\u00ff]/;

/** Why the request cannot be sent as it is. Values were looked at when the configuration was read, but secrets come later. */
export function headerFault(request: HopRequest): Failure | undefined {
  const wrong = Object.entries(requestHeaders(request)).find(([, value]) => NOT_IN_HEADERS.test(value));
  if (wrong === undefined) return undefined;
  const message = `the secret in the header ${wrong[0]} holds a line break or another character that no header can carry`;
  return { phase: "server", code: "secret-unavailable", message };
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { "http:": 80, "https:": 443 };

export function portOf(url: URL): number {
  return url.port === "" ? (DEFAULT_PORTS[url.protocol] ?? 80) : Number(url.port);
}

/** Path and query as they go over the wire. */
export function requestPath(url: URL): string {
  return `${url.pathname}${url.search}`;
}

const PRINTED_CHARACTERS_MAX = 1_000;

/** For people: no user, password or query values, which may hold secrets; and not longer than a page can bear. */
export function printableUrl(url: URL): string {
  const query = url.search === "" ? "" : `?${[...url.searchParams.keys()].map((key) => `${key}=…`).join("&")}`;
  const whole = `${url.protocol}//${url.host}${url.pathname}${query}`;
  return whole.length <= PRINTED_CHARACTERS_MAX ? whole : `${whole.slice(0, PRINTED_CHARACTERS_MAX - 1)}…`;
}
