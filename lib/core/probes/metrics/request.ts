/** What is asked of the server that shows the metrics. */
import type { HttpTarget } from "../../net/http/target.ts";
import { START_TIME } from "./freshness.ts";
import type { MetricsTarget } from "./target.ts";

/** A page of a JVM has 200 to 500 KB. */
const PAGE_MAX_BYTES = 5_242_880;
const REDIRECTS_MAX = 10;
/** Prometheus' own form where the server has several; Actuator's documents come in JSON only. */
const ACCEPT = "text/plain;version=0.0.4, application/json;q=0.5";

export function pageRequest(target: MetricsTarget, url: string = target.url): HttpTarget {
  const { headers, ip, tls, auth } = target;
  return {
    url,
    method: "GET",
    headers: { accept: ACCEPT, ...headers },
    redirects: REDIRECTS_MAX,
    bodyLimitBytes: PAGE_MAX_BYTES,
    ip,
    tls,
    ...(auth !== undefined && { auth }),
  };
}

/** Actuator leaves out what is not named, which spares the application the work. */
export function narrowedUrl({ url, series }: MetricsTarget): string {
  const narrowed = new URL(url);
  if (!/\/actuator\/prometheus\/?$/.test(narrowed.pathname) || narrowed.searchParams.has("includedNames")) return url;
  const names = new Set([...Object.values(series).map(({ name }) => name), START_TIME]);
  narrowed.searchParams.set("includedNames", [...names].join(","));
  return narrowed.href;
}
