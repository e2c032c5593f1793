/** Uptime Kuma's http, keyword and json-query monitors. */
import { isRecord } from "../../shapes.ts";
import { type Converted, impossible, type Loss, type Written } from "../foreign.ts";
import { httpOf, safeBody, safeHeaders, safeUrl } from "../request.ts";
import { authOf } from "./auth.ts";
import type { MonitorContext } from "./context.ts";
import { jsonExpectation } from "./json-query.ts";
import type { KumaMonitor } from "./schema.ts";

const REDIRECTS_MAX = 20;
/** The first of the notices that Uptime Kuma sends before a certificate ends: 21, 14 and 7 days. */
const CERTIFICATE_DAYS = 21;
const BODY_TYPES: Readonly<Record<string, string>> = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  xml: "text/xml",
};

export function convertHttp(monitor: KumaMonitor, context: MonitorContext): Converted {
  const address = safeUrl(monitor.url ?? "", context);
  if ("loss" in address) return { impossible: address.loss };
  const headers = headersOf(monitor.headers);
  if (headers === undefined) return impossible("its headers are not JSON", "Write this check by hand.");
  const auth = authOf(monitor, context);
  if ("impossible" in auth) return auth;
  const basic = address.basic === undefined ? undefined : { basic: address.basic };
  const proxy = proxyOf(context);
  const { expect, losses } = expectOf(monitor);
  const target = {
    url: address.url,
    ...requestOf(monitor, { ...context, headers }),
    ...redirectsOf(monitor),
    ip: monitor.ipFamily === "ipv4" ? 4 : monitor.ipFamily === "ipv6" ? 6 : undefined,
    tls: { ...(monitor.ignoreTls && { verify: false }), ...auth.tls },
    auth: auth.auth ?? basic,
    proxy: proxy.url,
  };
  const warnsOfCertificate = monitor.expiryNotification && /^https:/i.test(address.url);
  const slow = warnsOfCertificate ? { slow: { certificate: { daysLeft: { below: CERTIFICATE_DAYS } } } } : {};
  const expected = Object.keys(expect).length === 0 ? {} : { expect };
  const check = { http: httpOf(target), ...expected, ...slow };
  return { check, losses: [...losses, ...proxy.losses, ...cacheLoss(monitor)] };
}

/** `undefined` where they cannot be read. */
function headersOf(written: string | null | undefined): Record<string, string> | undefined {
  if (!written?.trim()) return {};
  try {
    const parsed: unknown = JSON.parse(written);
    return isRecord(parsed)
      ? Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]))
      : undefined;
  } catch {
    return undefined;
  }
}

type RequestContext = MonitorContext & { readonly headers: Record<string, string> };

function requestOf({ method, body, httpBodyEncoding }: KumaMonitor, { headers, ...context }: RequestContext): Written {
  const hasType = Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
  const encoding = BODY_TYPES[httpBodyEncoding ?? "json"];
  const type = body && !hasType && encoding !== undefined ? { "content-type": encoding } : {};
  return {
    method: method && method !== "GET" ? method : undefined,
    headers: safeHeaders({ ...type, ...headers }, context),
    body: body ? safeBody(body, context) : undefined,
  };
}

function redirectsOf({ maxredirects }: KumaMonitor): Written {
  return maxredirects == null || maxredirects === 10 ? {} : { redirects: Math.min(REDIRECTS_MAX, maxredirects) };
}

function expectOf(monitor: KumaMonitor): { readonly expect: Written; readonly losses: readonly Loss[] } {
  const codes = (monitor.accepted_statuscodes ?? []).map((code) => (/^\d+$/.test(code) ? Number(code) : code));
  const status = codes.length === 0 || codes.join() === "200-299" ? {} : { status: codes.length === 1 ? codes[0] : codes };
  if (monitor.type === "keyword" && monitor.keyword) {
    const contains = { contains: monitor.keyword };
    return { expect: { ...status, body: monitor.invertKeyword ? { not: contains } : contains }, losses: [] };
  }
  if (monitor.type !== "json-query") return { expect: status, losses: [] };
  const query = jsonExpectation(monitor);
  return "loss" in query ? { expect: status, losses: [query.loss] } : { expect: { ...status, ...query }, losses: [] };
}

/** User and password as references; SOCKS has no equal. */
function proxyOf({ proxy, id, secrets }: MonitorContext): { readonly url?: string; readonly losses: readonly Loss[] } {
  if (proxy === undefined) return { losses: [] };
  if (!/^https?$/.test(proxy.protocol)) {
    return { losses: [{ what: "it goes through a SOCKS proxy", todo: "Name an HTTP proxy under http: proxy." }] };
  }
  const who = proxy.auth ? `${secrets.reference(id, "PROXY_USER")}:${secrets.reference(id, "PROXY_PASSWORD")}@` : "";
  return { url: `${proxy.protocol}://${who}${proxy.host}:${proxy.port ?? 3128}`, losses: [] };
}

function cacheLoss({ cacheBust }: KumaMonitor): Loss[] {
  return cacheBust
    ? [{ what: "it adds a random parameter against caches", todo: "Send cache-control: no-cache, if the cache heeds it." }]
    : [];
}
