/** Pieces of PromQL: how the metrics of checks are named and chosen. */
import type { CheckId } from "../model/check.ts";
import { otlpName } from "./catalogue.ts";

/** CloudWatch's limit for the query of an alarm. */
export const QUERY_CHARACTERS_MAX = 10_000;

export interface Selection {
  /** Labels that all have. */
  readonly labels: Readonly<Record<string, string>>;
  /** None: all of them. */
  readonly checks?: readonly CheckId[];
}

/** `bongsu_up{deployment="acme",check=~"acme-prod/(a|b)"}`. Ids hold nothing that PromQL or a regular expression reads but the full stop. */
export function selector(metric: string, { labels, checks = [] }: Selection): string {
  const matchers = Object.entries(labels).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  return `${otlpName(metric)}{${[...matchers, ...oneOf(checks)].join(",")}}`;
}

/** `90s`, `1500ms`. */
export function promqlDuration(durationMs: number): string {
  return durationMs % 1_000 === 0 ? `${durationMs / 1_000}s` : `${durationMs}ms`;
}

/** What they begin with is written once. */
function oneOf(checks: readonly CheckId[]): string[] {
  const [first] = checks;
  if (first === undefined) return [];
  if (checks.length === 1) return [`check=${JSON.stringify(first)}`];
  const group = first.slice(0, first.indexOf("/") + 1);
  const shared = checks.every((id) => id.startsWith(group)) ? group : "";
  const ends = checks.map((id) => literal(id.slice(shared.length)));
  return [`check=~"${literal(shared)}(${ends.join("|")})"`];
}

function literal(id: string): string {
  return id.replaceAll(".", "[.]");
}
