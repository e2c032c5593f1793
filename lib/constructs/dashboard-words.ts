/** Sentences that stand at the head of both dashboards. */
import type { DashboardInput } from "./dashboard-input.ts";

export const MARKS = "● OK, ◐ SLOW, ✕ DOWN, ○ NO DATA.";

/** A path in the repository is no link. */
export function runbook({ runbookUrl }: DashboardInput): string {
  const what = "What each alarm means and what to do";
  return runbookUrl.startsWith("http") ? `[${what}](${runbookUrl}).` : `${what}: ${runbookUrl}.`;
}

export function permission({ tellsPeople, version, widgetName }: DashboardInput): string {
  const read = tellsPeople ? "metrics and incidents" : "metrics";
  return `If a picture below asks for permission, press *Allow always*: the function ${widgetName} reads ${read} and changes nothing. Everything else needs none. Bongsu ${version}.`;
}
