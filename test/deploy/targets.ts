/** One local server for every kind that is probed, and the configuration that watches them all. */
import { makeCertificate } from "../kit/certificates.ts";
import { startDns } from "../kit/dns-server.ts";
import { startQ } from "../kit/q-server.ts";
import { startHttp, startTcp } from "../kit/servers.ts";
import { startTlsTalk } from "../kit/tls-server.ts";
import { REGION } from "./emulator.ts";

export const DEPLOYMENT = "shop";
export const BUCKET = "shop-exports";
export const OBJECT = "heartbeat/export.json";
export const LOG_GROUP = "/shop/app";

export interface Targets extends AsyncDisposable {
  /** As in checks.yaml, of which JSON is a part. */
  readonly config: object;
  /** From now on the page answers so. */
  answerPage(status: number): void;
}

/** `s3Endpoint`: where the bucket is. */
export async function startTargets(s3Endpoint: string): Promise<Targets> {
  await using servers = new AsyncDisposableStack();
  const certificate = makeCertificate("shop.example", { altNames: ["127.0.0.1"] });
  let pageStatus = 200;
  const started = await Promise.all([
    startHttp((_, response) => response.writeHead(pageStatus).end("the page")),
    startTcp((socket) => socket.once("end", () => socket.end())),
    startTlsTalk({ key: certificate.keyPem, cert: certificate.cert }, (socket) => socket.resume()),
    startHttp((_, response) =>
      response.setHeader("content-type", "text/plain; version=0.0.4").end("jvm_threads_live_threads 42\n"),
    ),
    startDns(() => ({ addresses: ["192.0.2.1"] })),
    startQ(),
  ]);
  for (const server of started) servers.use(server);
  const [page, port, secured, metrics, dns, q] = started;
  const config = configOf({
    ...{ page: page.port, port: port.port, secured: secured.port, metrics: metrics.port, kdb: q.port },
    ...{ dns: dns.address, authority: certificate.cert, s3Endpoint },
  });
  const kept = servers.move();
  return {
    config,
    answerPage: (status) => {
      pageStatus = status;
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

interface Places {
  readonly page: number;
  readonly port: number;
  readonly secured: number;
  readonly metrics: number;
  readonly kdb: number;
  readonly dns: string;
  /** PEM. */
  readonly authority: string;
  readonly s3Endpoint: string;
}

function configOf(places: Places): object {
  return {
    ...{ name: DEPLOYMENT, timezone: "Asia/Seoul", language: "en", operators: ["platform"] },
    contacts: {
      oncall: {
        ...{ email: ["oncall@shop.example"], sms: ["+821012345678"] },
        slack: { workspace: "T0123ABC", channel: "C0123ABC" },
      },
      platform: { email: ["platform@shop.example"] },
    },
    defaults: { every: "1m", timeout: "5s", notify: ["oncall"] },
    checks: [
      // The shorter the interval, the sooner it is believed to be back.
      { id: "shop/page", title: "Checkout page", every: "10s", http: `http://127.0.0.1:${places.page}/` },
      { id: "shop/port", tcp: `127.0.0.1:${places.port}` },
      { id: "shop/certificate", tls: { host: "127.0.0.1", port: places.secured, ca: places.authority } },
      { id: "shop/name", dns: { name: "www.shop.example", server: places.dns } },
      { id: "shop/ticks", kdb: `127.0.0.1:${places.kdb}` },
      {
        id: "shop/threads",
        metrics: { url: `http://127.0.0.1:${places.metrics}/`, series: { threads: "jvm_threads_live_threads" } },
        leak: { series: "threads", limit: 2_000 },
      },
      {
        id: "shop/export",
        s3: { bucket: BUCKET, key: OBJECT, region: REGION, endpoint: places.s3Endpoint, forcePathStyle: true },
      },
      { id: "shop/tokens", logs: { group: LOG_GROUP, pattern: "ExpiredToken" } },
    ],
  };
}
