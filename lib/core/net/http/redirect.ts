/** Where an answer sends us, and what goes along. */
import type { FactMap } from "../../model/fact.ts";
import type { Failure } from "../../model/failure.ts";
import { keepCookies } from "./cookies.ts";
import type { HttpRun } from "./http-run.ts";
import { type HopRequest, printableUrl } from "./request.ts";

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
  const from = { url: request.url, atEpochMs: answer.atEpochMs };
  const headers = isSameOrigin ? request.headers : portable(request.headers);
  return {
    url,
    method: becomesGet ? "GET" : request.method,
    headers: becomesGet ? withoutContentHeaders(headers) : headers,
    ...(request.body !== undefined && !becomesGet && { body: request.body }),
    isFirstOrigin: request.isFirstOrigin && isSameOrigin,
    cookies: keepsCookies ? keepCookies(request.cookies, answer.headers["set-cookie"] ?? [], from) : [],
  };
}

/** Credentials hide in headers of any name: to another origin goes only what is known to be harmless. */
function portable(headers: HopRequest["headers"]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => PORTABLE_HEADERS.has(name.toLowerCase())));
}

function withoutContentHeaders(headers: HopRequest["headers"]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.toLowerCase().startsWith("content-")));
}
