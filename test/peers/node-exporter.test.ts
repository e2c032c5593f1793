/** Debian's node exporter: a page of a thousand lines whose numbers the system itself can tell. */
import { readdirSync, readFileSync } from "node:fs";
import { totalmem } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPage } from "../../lib/core/probes/metrics/page-reader.ts";
import type { SeriesChoice } from "../../lib/core/probes/metrics/target.ts";
import { runCheck } from "../../lib/core/run/run-check.ts";
import { metricsCheck, runOptions } from "../kit/checks.ts";
import { isInstalled, type PeerProgram, peerTitle, startPeerProgram } from "../kit/peer-program.ts";

const PROGRAM = "prometheus-node-exporter";
const isHere = isInstalled(PROGRAM);

function choose(name: string, labels: Readonly<Record<string, string>> = {}): SeriesChoice {
  return { name, labels, fold: "sum" };
}

describe.skipIf(!isHere)(peerTitle("the node exporter", { isHere, packageName: PROGRAM }), () => {
  let exporter: PeerProgram;
  beforeAll(async () => {
    exporter = await startPeerProgram(PROGRAM);
  });
  afterAll(async () => await exporter[Symbol.asyncDispose]());

  async function factsOf(series: Readonly<Record<string, SeriesChoice>>) {
    const check = metricsCheck(`${exporter.origin}/metrics`, { timeoutMs: 5_000, metrics: { series } });
    const outcome = await runCheck(check, runOptions());
    expect(outcome).toMatchObject({ status: "up" });
    return outcome.facts;
  }

  it("is read as the system itself tells its numbers", async () => {
    const facts = await factsOf({
      memory: choose("node_memory_MemTotal_bytes"),
      bootedAtEpochSeconds: choose("node_boot_time_seconds"),
      openFiles: choose("process_open_fds"),
      kernel: choose("node_uname_info", { sysname: "Linux" }),
    });
    const [, bootedAt = ""] = /^btime (\d+)$/m.exec(readFileSync("/proc/stat", "utf8")) ?? [];
    expect(facts).toMatchObject({ memory: totalmem(), bootedAtEpochSeconds: Number(bootedAt), kernel: 1 });
    // It counts while it holds the connection that asks, and a few files that it opens to look.
    const openFiles = readdirSync(`/proc/${exporter.pid}/fd`).length;
    expect(Math.abs(Number(facts.openFiles) - openFiles)).toBeLessThan(12);
    const startedAgoMs = Date.now() - Number(facts.startedAtEpochMs);
    expect(startedAgoMs).toBeGreaterThan(-1_000);
    expect(startedAgoMs).toBeLessThan(120_000);
  });

  it("folds a series of many lines into one number, by label and in all", async () => {
    const { idle, all } = await factsOf({
      idle: choose("node_cpu_seconds_total", { mode: "idle" }),
      all: choose("node_cpu_seconds_total"),
    });
    expect(Number(idle)).toBeGreaterThan(0);
    expect(Number(all)).toBeGreaterThan(Number(idle));
  });

  it("has no line that we cannot read", async () => {
    const text = await (await fetch(`${exporter.origin}/metrics`)).text();
    const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    const names = new Set(lines.map((line) => line.split(/[ {]/, 1)[0] ?? ""));
    const page = readPage(text, { wanted: names, isOpenMetrics: false });
    expect(page).toMatchObject({ names });
    const samples = "samples" in page ? page.samples : [];
    expect(samples.map(({ value }) => value)).toEqual(lines.map((line) => Number(line.slice(line.lastIndexOf(" ") + 1))));
    expect(lines.length).toBeGreaterThan(300);
  });
});
