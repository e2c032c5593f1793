/** The peer that we measure ourselves against: Prometheus' blackbox_exporter, built with Go or taken from PATH. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Agent } from "undici";
import type { Variant } from "./cpu.ts";
import { inLanes } from "./lanes.ts";

const MODULE = "github.com/prometheus/blackbox_exporter@v0.28.0";
/** Names under which packages install it. */
const INSTALLED = ["blackbox_exporter", "prometheus-blackbox-exporter"];
/** Kept between runs: building it takes minutes. */
const BUILT = join(tmpdir(), "bongsu-bench-peer", "blackbox_exporter");
const WARM_UP_PROBES = 1_000;
const READY_MAX_MS = 10_000;

export interface PeerSlice {
  readonly variant: Variant;
  readonly port: number;
  readonly probes: number;
  readonly atOnce: number;
}

export interface Peer extends AsyncDisposable {
  /** `blackbox_exporter 0.28.0` */
  readonly name: string;
  /** User and system time of its process per probe, scrape request included. */
  cpuUs(slice: PeerSlice): Promise<number>;
  warmUp(slice: PeerSlice): Promise<void>;
}

/** None where it can neither be built nor found, or where the system does not tell a process's CPU time. */
export async function startPeer(ca: string): Promise<Peer | undefined> {
  const binary = existsSync("/proc/self/stat") ? (build() ?? findInstalled()) : undefined;
  if (binary === undefined) return undefined;
  // Whatever fails on the way, nothing that was begun stays behind.
  await using stack = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), "bongsu-bench-"));
  stack.defer(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "ca.pem"), ca);
  writeFileSync(join(folder, "peer.yml"), configuration(join(folder, "ca.pem")));
  const port = await freePort();
  const parameters = [`--config.file=${join(folder, "peer.yml")}`, `--web.listen-address=127.0.0.1:${port}`, "--log.level=error"];
  const child = spawn(binary, parameters, { stdio: "ignore" });
  stack.defer(async () => {
    child.kill();
    await once(child, "close");
  });
  const agent = stack.adopt(new Agent({ connections: 100 }), (open) => open.close());
  const origin = `http://127.0.0.1:${port}`;
  await untilReady(agent, origin);
  const kept = stack.move();
  const service = { agent, origin, pid: child.pid ?? 0 };
  return {
    name: versionOf(binary),
    cpuUs: (slice) => measure(slice, service),
    warmUp: async (slice) => void (await measure({ ...slice, probes: WARM_UP_PROBES }, service)),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

interface Service {
  readonly agent: Agent;
  readonly origin: string;
  readonly pid: number;
}

async function measure({ variant, port, probes, atOnce }: PeerSlice, { agent, origin, pid }: Service): Promise<number> {
  const target = variant === "tcp" ? `127.0.0.1:${port}` : `${variant}://127.0.0.1:${port}/`;
  const probe = async () => {
    const query = { module: variant, target };
    const { body } = await agent.request({ origin, path: "/probe", method: "GET", query });
    if (!(await body.text()).includes("probe_success 1")) throw new Error(`the peer says that ${target} is down`);
  };
  const beforeUs = cpuTimeUs(pid);
  await inLanes(probe, { times: probes, atOnce });
  return (cpuTimeUs(pid) - beforeUs) / probes;
}

/** proc(5): fields 14 and 15, in ticks of 10 ms; the name before them may hold blanks. */
function cpuTimeUs(pid: number): number {
  const [, afterName = ""] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ");
  const fields = afterName.split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

/**
 * Built in the module's own folder, with the versions it was released with: `go install` would ask the module proxy for a list of
 * all versions, which not every proxy gives.
 */
function build(): string | undefined {
  if (existsSync(BUILT)) return BUILT;
  if (spawnSync("go", ["version"]).status !== 0) return undefined;
  const downloaded = spawnSync("go", ["mod", "download", "-json", MODULE], { cwd: tmpdir(), encoding: "utf8" });
  if (downloaded.status !== 0) return undefined;
  const { Dir: cwd }: { Dir: string } = JSON.parse(downloaded.stdout);
  return spawnSync("go", ["build", "-o", BUILT, "."], { cwd, stdio: "inherit" }).status === 0 ? BUILT : undefined;
}

function findInstalled(): string | undefined {
  return INSTALLED.find((name) => spawnSync(name, ["--version"]).status === 0);
}

/** `blackbox_exporter, version 0.28.0 (branch: …`; a binary that we built knows no version but the module's. */
function versionOf(binary: string): string {
  const [, version] = /version (\d[\w.+~-]*)/.exec(execFileSync(binary, ["--version"], { encoding: "utf8" })) ?? [];
  return `blackbox_exporter ${version ?? MODULE.split("@v")[1]}`;
}

function configuration(caFile: string): string {
  const http = "prober: http\n    timeout: 5s\n    http: { preferred_ip_protocol: ip4";
  return `modules:
  http:
    ${http} }
  https:
    ${http}, tls_config: { ca_file: ${caFile} } }
  tcp:
    prober: tcp
    timeout: 5s
`;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function untilReady(agent: Agent, origin: string): Promise<void> {
  const endMs = performance.now() + READY_MAX_MS;
  while (performance.now() < endMs) {
    const answer = await agent.request({ origin, path: "/-/healthy", method: "GET" }).catch(() => undefined);
    await answer?.body.dump();
    if (answer?.statusCode === 200) return;
    await delay(50);
  }
  throw new Error("blackbox_exporter did not start");
}
