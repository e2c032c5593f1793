/** One parser under fire for a while: how often, how slow at worst, and what it should never have done. */
import { collectGarbage } from "../../lib/core/run/quiet-engine.ts";
import { makeInput } from "./mutate.ts";
import type { Parser } from "./parser.ts";

const SLOW_MS = 100;
const GROWTH_MAX_BYTES = 20_000_000;
const FINDINGS_MAX = 10;
/** A pause of the machine is not the parser's: what was slow is asked again. */
const SLOW_TRIES = 3;
/** Of code and caches, before the heap is looked at; slow readers get as far as they come in a third of the time. */
const WARM_UP_RUNS = 2_000;
const WARM_UP_SHARE = 1 / 3;

export interface Finding {
  /** `npm run fuzz -- --parser NAME --seed SEED` shows it again. */
  readonly seed: number;
  readonly what: string;
}

export interface CampaignResult {
  readonly parser: string;
  readonly runs: number;
  readonly runsPerSecond: number;
  readonly slowestMs: number;
  readonly slowestSeed: number;
  readonly grownBytes: number;
  readonly findings: readonly Finding[];
}

export interface CampaignOptions {
  readonly seconds: number;
  readonly firstSeed: number;
}

export async function runCampaign(parser: Parser, { seconds, firstSeed }: CampaignOptions): Promise<CampaignResult> {
  const findings: Finding[] = [];
  let slowest: Slow = { ms: 0, seed: firstSeed };
  let heapBytes: number | undefined;
  let runs = 0;
  const startedMs = performance.now();
  const spentShare = () => (performance.now() - startedMs) / (seconds * 1_000);
  while (spentShare() < 1 && findings.length < FINDINGS_MAX) {
    const seed = firstSeed + runs++;
    if (runs > WARM_UP_RUNS || spentShare() > WARM_UP_SHARE) heapBytes ??= restingHeapBytes();
    const shot = await shoot(parser, seed);
    if ("thrown" in shot) findings.push({ seed, what: shot.thrown });
    else if (shot.ms > slowest.ms && runs > WARM_UP_RUNS / 10) slowest = slower(slowest, await again(parser, seed, shot.ms));
    if (slowest.seed === seed && slowest.ms > (parser.slowMs ?? SLOW_MS))
      findings.push({ seed, what: `took ${slowest.ms.toFixed(0)} ms` });
  }
  const elapsedMs = performance.now() - startedMs;
  const grownBytes = heapBytes === undefined ? 0 : restingHeapBytes() - heapBytes;
  if (grownBytes > GROWTH_MAX_BYTES) findings.push({ seed: firstSeed, what: `the heap grew by ${grownBytes} bytes` });
  return {
    parser: parser.name,
    runs,
    runsPerSecond: (runs * 1_000) / elapsedMs,
    slowestMs: slowest.ms,
    slowestSeed: slowest.seed,
    grownBytes,
    findings,
  };
}

type Shot = { /** Of CPU. */ readonly ms: number } | { readonly thrown: string };

export async function shoot({ honest, read }: Parser, seed: number): Promise<Shot> {
  const input = makeInput(honest, seed);
  // CPU, not time: others use the machine too.
  const before = process.cpuUsage();
  try {
    const answer = read(input);
    if (answer instanceof Promise) await answer;
    const { user, system } = process.cpuUsage(before);
    return { ms: (user + system) / 1_000 };
  } catch (error) {
    return { thrown: error instanceof Error ? `threw ${error.name}: ${error.message.slice(0, 200)}` : "threw no error at all" };
  }
}

interface Slow {
  readonly ms: number;
  readonly seed: number;
}

function slower(known: Slow, found: Slow): Slow {
  return found.ms > known.ms ? found : known;
}

async function again(parser: Parser, seed: number, firstMs: number): Promise<Slow> {
  let ms = firstMs;
  for (let left = SLOW_TRIES; left > 0; left--) {
    const shot = await shoot(parser, seed);
    if ("ms" in shot) ms = Math.min(ms, shot.ms);
  }
  return { ms, seed };
}

function restingHeapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}
