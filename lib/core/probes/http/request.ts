import type { HttpTarget } from "./target.ts";

/** One request of the chain. */
export interface HopRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** False once a redirect has led to another origin: what the user gave for the first is not for the second. */
  readonly isFirstOrigin: boolean;
  /** `name=value` by cookie name, for the host of `url`. */
  readonly cookies: ReadonlyMap<string, string>;
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
    cookies: new Map(),
  };
}

/** Headers as sent: ours, the user's over them, then cookies of the chain. */
export function requestHeaders(request: HopRequest): Record<string, string> {
  const headers: Record<string, string> = { ...DEFAULT_HEADERS };
  for (const [name, value] of Object.entries(request.headers)) headers[name.toLowerCase()] = value;
  if (request.cookies.size > 0) {
    const fromChain = [...request.cookies].map(([name, value]) => `${name}=${value}`);
    headers.cookie = [headers.cookie, ...fromChain].filter((cookie) => cookie !== undefined).join("; ");
  }
  return headers;
}

/** Path and query as they go over the wire. */
export function requestPath(url: URL): string {
  return `${url.pathname}${url.search}`;
}

/** For people: no user, password or query values, which may hold secrets. */
export function printableUrl(url: URL): string {
  const query = url.search === "" ? "" : `?${[...url.searchParams.keys()].map((key) => `${key}=…`).join("&")}`;
  return `${url.protocol}//${url.host}${url.pathname}${query}`;
}
