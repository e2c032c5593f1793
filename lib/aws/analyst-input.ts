/** What an analyst Lambda is given: the schedule's event and the manifest beside its code. Both throw a sentence when they are unusable. */
import type { AnalystEvent, AnalystManifest } from "../core/analysis/manifest.ts";
import { isRecord } from "../core/shapes.ts";

export interface DueAnalysis {
  readonly analysis: AnalystEvent["analysis"];
  readonly scheduledAtEpochMs: number;
}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** Reads an AnalystEvent: `{ "analysis": "leaks", "scheduledTime": "2026-11-22T12:00:00Z" }`. */
export function parseAnalystEvent(event: unknown): DueAnalysis {
  const { analysis, scheduledTime } = isRecord(event) ? event : {};
  if (analysis !== "leaks" && analysis !== "hours") throw new Error(`The event names no analysis: ${shorten(event)}`);
  // Date.parse alone would take "5" for a year.
  const isTime = typeof scheduledTime === "string" && ISO_TIME.test(scheduledTime);
  const scheduledAtEpochMs = isTime ? Date.parse(scheduledTime) : Number.NaN;
  if (Number.isNaN(scheduledAtEpochMs)) throw new Error(`The event has no scheduledTime in ISO 8601: ${shorten(event)}`);
  return { analysis, scheduledAtEpochMs };
}

/** Reads a manifest that the same version of Bongsu wrote at synth; its checks were validated there. */
export function parseAnalystManifest(json: string): AnalystManifest {
  const manifest: unknown = JSON.parse(json);
  if (!isManifest(manifest)) throw new Error("manifest.json is not a manifest of this version of Bongsu: deploy again.");
  return manifest;
}

function isManifest(value: unknown): value is AnalystManifest {
  if (!isRecord(value)) return false;
  const { schemaVersion, deployment, timezone, leaks, hours } = value;
  const isText = typeof deployment === "string" && typeof timezone === "string";
  return schemaVersion === 1 && isText && isListOfChecks(leaks) && isListOfChecks(hours);
}

function isListOfChecks(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((check) => isRecord(check) && typeof check.id === "string" && typeof check.everyMs === "number")
  );
}

function shorten(event: unknown): string {
  return (JSON.stringify(event) ?? String(event)).slice(0, 200);
}
