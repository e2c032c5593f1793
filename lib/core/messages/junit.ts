/** A run as JUnit XML, which every CI reads: one test case a check. */
import type { Outcome } from "../model/outcome.ts";
import { reasonOf } from "./reason.ts";
import { renderDetails } from "./run-details.ts";
import { isRan, type RanCheck, type RunItem } from "./run-item.ts";
import { safeName, safeText } from "./safe-text.ts";

export interface JunitOptions {
  /** Of the suite: that of the deployment. */
  readonly name: string;
  /** IANA name. */
  readonly timezone: string;
  readonly startedAtEpochMs: number;
  readonly elapsedMs: number;
}

/** A slow check passes, since it answered rightly; one that our own fault kept from running is an error, not a failure. */
export function renderJunit(items: readonly RunItem[], options: JunitOptions): string {
  const ran = items.filter(isRan);
  const countOf = (status: Outcome["status"]) => ran.filter(({ outcome }) => outcome.status === status).length;
  const counts = {
    tests: items.length,
    failures: countOf("down"),
    errors: countOf("unknown"),
    skipped: items.length - ran.length,
    time: seconds(options.elapsedMs),
  };
  const suite = { name: options.name, ...counts, timestamp: new Date(options.startedAtEpochMs).toISOString() };
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: "bongsu run", ...counts })}>`,
    `  <testsuite${attributes(suite)}>`,
    ...items.flatMap((item) => renderCase(item, options)),
    "  </testsuite>",
    "</testsuites>",
  ];
  return `${lines.join("\n")}\n`;
}

function renderCase(item: RunItem, options: JunitOptions): string[] {
  const { check } = item;
  const place = check.source === undefined ? {} : { file: check.source.file, line: check.source.line };
  const ms = isRan(item) ? item.runs.reduce((sumMs, { totalMs }) => sumMs + totalMs, 0) : 0;
  const named = { name: check.id, classname: [options.name, check.group].filter(Boolean).join("."), time: seconds(ms), ...place };
  return [`    <testcase${attributes(named)}>`, ...resultOf(item, options), "    </testcase>"];
}

function resultOf(item: RunItem, options: JunitOptions): string[] {
  if (!isRan(item)) return [`      <skipped${attributes({ message: item.skipped })}/>`];
  const { failure, status } = item.outcome;
  if (status === "up") return [];
  const details = escapeXml(detailsOf(item, options));
  if (status === "slow") return [`      <system-out>${details}</system-out>`];
  const element = status === "down" ? "failure" : "error";
  const said = attributes({ message: safeText(reasonOf(item.outcome)), type: failure?.code ?? status });
  return [`      <${element}${said}>${details}</${element}>`];
}

function detailsOf(item: RanCheck, { timezone }: JunitOptions): string {
  return renderDetails(item, { timezone, style: { isAscii: true, paint: (_, text) => text } }).join("\n");
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(safeName(String(value)))}"`)
    .join("");
}

/** Line breaks stay; characters that XML 1.0 has no way to write become a question mark. */
function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "?")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** `0.650` */
function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}
