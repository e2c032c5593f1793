/** Where an answer sends us, and what goes along. */
import type { FactMap } from "../../model/fact.ts";
import type { Failure } from "../../model/failure.ts";
import type { HttpRun } from "./http-run.ts";
import { type HopRequest, printableUrl } from "./request.ts";

const COOKIES_MAX = 50;
/** Of all cookies together: no server takes a larger header. */
const COOKIES_MAX_CHARACTERS = 8_192;
/** Headers that mean nothing to one server alone. */
const PORTABLE_HEADERS = new Set(["accept", "accept-language", "accept-encoding", "user-agent", "content-type"]);

/** The next request; undefined when the answer is final; a failure when the chain must end. Counts the hop in `run.redirects`. */
export function followRedirect(run: HttpRun): HopRequest | Failure | undefined {
  const { answer, context, request, target } = run;
  const location = answer?.headers.location?.[0];
  if (answer === undefined || location === undefined || !isRedirect(answer.status) || target.redirects === 0) return undefined;
  if (run.redirects.length >= target.redirects) {
    return { phase: "server", code: "too-many-redirects", message: `still redirected after ${target.redirects} redirects` };
  }
  const url = readLocation(location, request.url);
  if (url === undefined) {
    return {
      phase: "server",
      code: "response-malformed",
      message: `redirected to something that is no http address, with status ${answer.status}`,
    };
  }
  run.redirects.push(`${answer.status} ${printableUrl(request.url)} -> ${printableUrl(url)}`);
  const { status, headers } = answer;
  return nextRequest(request, url, { status, headers, atEpochMs: context.clock.epochMs() });
}

/** Bytes of a header come as Latin-1; servers that do not encode their addresses mean UTF-8. */
function readLocation(location: string, base: URL): URL | undefined {
  const decoded = Buffer.from(location, "latin1").toString("utf8");
  const url = URL.parse(decoded.includes("\ufffd") ? location : decoded, base.href);
  return url !== null && /^https?:$/.test(url.protocol) && url.port !== "0" ? url : undefined;
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** RFC 9110 15.4: 303 turns into GET, and 301 and 302 do for POST, as browsers have always done. */
function nextRequest(request: HopRequest, url: URL, answer: { status: number; headers: FactMap; atEpochMs: number }): HopRequest {
  const becomesGet =
    (answer.status === 303 && request.method !== "HEAD") || ([301, 302].includes(answer.status) && request.method === "POST");
  const isSameOrigin = url.origin === request.url.origin;
  const keepsCookies = url.hostname === request.url.hostname && (url.protocol === "https:" || request.url.protocol === "http:");
  const headers = isSameOrigin ? request.headers : portable(request.headers);
  return {
    url,
    method: becomesGet ? "GET" : request.method,
    headers: becomesGet ? withoutContentHeaders(headers) : headers,
    ...(request.body !== undefined && !becomesGet && { body: request.body }),
    isFirstOrigin: request.isFirstOrigin && isSameOrigin,
    cookies: keepsCookies ? withCookies(request.cookies, answer.headers["set-cookie"] ?? [], answer.atEpochMs) : new Map(),
  };
}

/** Credentials hide in headers of any name: to another origin goes only what is known to be harmless. */
function portable(headers: HopRequest["headers"]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => PORTABLE_HEADERS.has(name.toLowerCase())));
}

function withoutContentHeaders(headers: HopRequest["headers"]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.toLowerCase().startsWith("content-")));
}

/** Cookies live for one run, so of all their attributes only the end of a cookie matters. */
function withCookies(
  cookies: HopRequest["cookies"],
  setCookies: readonly string[],
  nowEpochMs: number,
): ReadonlyMap<string, string> {
  const jar = new Map(cookies);
  for (const setCookie of setCookies) {
    const [, name = "", value = ""] = /^([^=;]+)=([^;]*)/.exec(setCookie) ?? [];
    if (name.trim() === "" || !SENDABLE.test(setCookie)) continue;
    jar.delete(name.trim());
    if (!isEnded(setCookie, nowEpochMs)) jar.set(name.trim(), value.trim());
    if (jar.size > COOKIES_MAX || charactersOf(jar) > COOKIES_MAX_CHARACTERS) jar.delete(name.trim());
  }
  return jar;
}

const SENDABLE = /^[\t\x20-\x7e\u0080-\u00ff]*$/;
const MAX_AGE = /;\s{0,5}max-age=(-?\d{1,15})/i;
const EXPIRES = /;\s{0,5}expires=([^;]{1,60})/i;

/** How a server takes a cookie back; where it says both, its age counts (RFC 6265, 5.3). */
function isEnded(setCookie: string, nowEpochMs: number): boolean {
  const maxAge = MAX_AGE.exec(setCookie)?.[1];
  if (maxAge !== undefined) return Number(maxAge) <= 0;
  return Date.parse(EXPIRES.exec(setCookie)?.[1] ?? "") <= nowEpochMs;
}

function charactersOf(jar: ReadonlyMap<string, string>): number {
  return [...jar].reduce((sum, [name, value]) => sum + name.length + value.length, 0);
}
