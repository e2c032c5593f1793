/** Six checks and a day as days are: an outage now, a slow search, a gap in the night, a little noise. */
import type { Check } from "../../lib/core/model/check.ts";
import type { Outcome } from "../../lib/core/model/outcome.ts";
import type { ServedBoard } from "./boards.ts";
import { aCheck, aDownOutcome, anOutcome } from "./outcomes.ts";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

const STATUS_OK = { fact: "status", matcher: { op: "oneOf", values: [200] } } as const;
const NOT_SLOW = { fact: "total", matcher: { op: "above", value: 500 } } as const;

/** `legacy`: what stands as title of one of them. */
export function dayChecks(legacy = "Legacy"): readonly Check[] {
  const source = (line: number) => ({ source: { file: "checks.yaml", line } });
  const http = (id: string, title: string, parts: Partial<Check> = {}) =>
    aCheck({
      id,
      title,
      target: { url: `https://api.acme.example/${id}/health`, ip: "any" },
      expect: [STATUS_OK],
      slow: [NOT_SLOW],
      ...parts,
    });
  return [
    http("acme-prod/checkout", "결제 API", source(14)),
    http("acme-prod/login", "Login", source(22)),
    http("acme-prod/refunds", "Refunds", source(27)),
    http("globex/search", "Search", source(33)),
    http("globex/legacy", legacy, source(41)),
    http("initech/vpn-health", "VPN health", { everyMs: 300_000, ...source(52) }),
  ];
}

export function fillDay(add: ServedBoard["add"], checks: readonly Check[]): void {
  for (let minute = DAY_MINUTES; minute > 0; minute -= 1) {
    for (const { id } of checks.slice(0, 5)) {
      if (id === "globex/legacy" && minute > 700 && minute < 900) continue;
      add(outcomeAt(id, minute), minute * MINUTE_MS - 30_000);
    }
  }
}

/** As it ended so many minutes ago. */
export function outcomeAt(check: string, minute: number): Outcome {
  const wave = 1 + 0.3 * Math.sin(minute / 90) + ((minute * 7919) % 17) / 60;
  const isDown = check === "acme-prod/checkout" && (minute < 19 || (minute > 600 && minute < 640));
  const isSlow = check === "globex/search" && (minute < 60 || minute % 300 < 25);
  const serverMs = Math.round((isDown ? 610 : isSlow ? 790 : 60) * wave);
  const phases = [
    { phase: "dns", ms: 4 },
    { phase: "connect", ms: 11 },
    { phase: "tls", ms: 22 },
    { phase: "server", ms: serverMs },
    { phase: "transfer", ms: 3 },
  ];
  const totalMs = serverMs + 40;
  const timing = { check, phases, totalMs, facts: { status: isDown ? 503 : 200, total: totalMs } };
  const evidence = { request: `GET https://api.acme.example/${check}/health`, address: "203.0.113.7" };
  if (isDown)
    return aDownOutcome({ ...timing, evidence: { ...evidence, body: '{"status":"down","reason":"db pool exhausted"}' } });
  const breaches = isSlow ? [{ expected: "total <= 500ms", actual: `${totalMs} ms` }] : [];
  return anOutcome({ ...timing, breaches, status: isSlow ? "slow" : "up", evidence });
}

/** Six days before, a run every ten minutes: the hour from 04:00 was slow on five of them. `nowEpochMs`: when the day ends. */
export function fillWeekBefore(add: ServedBoard["add"], { check, nowEpochMs }: { check: string; nowEpochMs: number }): void {
  for (let minute = DAY_MINUTES + 10; minute < 7 * DAY_MINUTES; minute += 10) {
    const hourInSeoul = new Date(nowEpochMs - minute * MINUTE_MS + 9 * 60 * MINUTE_MS).getUTCHours();
    const day = Math.floor(minute / DAY_MINUTES);
    const good = outcomeAt(check, 100 + (minute % 60));
    const slowMs = hourInSeoul === 4 && day !== 3 ? 210 : 0;
    add({ ...good, totalMs: good.totalMs + slowMs, facts: { ...good.facts, total: good.totalMs + slowMs } }, minute * MINUTE_MS);
  }
}
