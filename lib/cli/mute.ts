/** `bongsu mute <subject> <duration>`: silence with an end. It silences messages, never probing. */
import { suggest } from "../core/config/suggest.ts";
import { MUTE_MAX_MS } from "../core/incidents/limits.ts";
import { withMute } from "../core/incidents/mutes.ts";
import { formatMoment } from "../core/messages/moment.ts";
import type { Config } from "../core/model/check.ts";
import { parseDurationMs } from "../core/model/units.ts";
import type { IncidentLedger, Mute } from "../core/ports.ts";
import { hostOf } from "../core/probes/host-of.ts";
import { systemClock } from "../core/time/clock.ts";
import { changeLedger, OTHERS_KEPT_WRITING } from "./change-ledger.ts";
import { explainFailure, loadOrExplain, openIncidents, refuse } from "./deployed.ts";
import { ExitCode } from "./exit-code.ts";
import type { Output } from "./output.ts";

export interface MuteOptions {
  readonly subject: string;
  readonly duration: string;
  readonly reason?: string;
  /** Path of the file. */
  readonly config: string;
  readonly json: boolean;
  readonly output: Output;
}

/** Resolves to the exit code: 0 muted, 2 the configuration is wrong, 3 it could not be done. */
export async function mute(options: MuteOptions): Promise<number> {
  const { config: file, duration, json, output, subject } = options;
  const config = await loadOrExplain(file, output);
  if (typeof config === "number") return config;
  const durationMs = duration === "off" ? 0 : parseDurationMs(duration);
  if (durationMs === undefined) return refuse(`${duration} is no duration: write 30m, 2h or 7d, or off.`, output);
  if (durationMs > MUTE_MAX_MS) return refuse(`${duration} is too long: what is silent for more than 7d is forgotten.`, output);
  const stranger = explainStranger(subject, { config, file });
  if (stranger !== undefined) return refuse(stranger, output);
  const nowEpochMs = systemClock.epochMs();
  const { reason } = options;
  const wanted: Mute = { subject, untilEpochMs: nowEpochMs + durationMs, ...(reason !== undefined && { reason }) };
  try {
    const withWanted = ({ mutes }: IncidentLedger) => ({
      mutes: withMute(mutes, { mute: wanted, nowEpochMs: systemClock.epochMs() }),
    });
    if (!(await changeLedger(await openIncidents(config), withWanted))) return refuse(OTHERS_KEPT_WRITING, output);
  } catch (error) {
    return refuse(await explainFailure(error, config), output);
  }
  output.write(
    json ? `${JSON.stringify({ schemaVersion: 1, mute: wanted }, null, 2)}\n` : `${sentence(wanted, durationMs, config)}\n`,
  );
  return ExitCode.allGood;
}

/** A misspelt mute would silence nothing, and nobody would notice. */
function explainStranger(subject: string, { config, file }: { config: Config; file: string }): string | undefined {
  const ids = config.checks.map(({ id }) => id);
  const groups = ids.flatMap((id) => id.split("/").map((_, at, parts) => parts.slice(0, at).join("/")));
  const hosts = config.checks.flatMap((check) => hostOf(check) ?? []);
  const known = [...new Set([...ids, ...groups.filter((group) => group !== ""), ...hosts])];
  if (known.includes(subject)) return undefined;
  const near = suggest(subject, known);
  return `${file} has no check, group or host ${subject}.${near === undefined ? "" : ` Did you mean ${near}?`}`;
}

function sentence({ subject, untilEpochMs }: Mute, durationMs: number, { timezone }: Config): string {
  if (durationMs === 0) return `${subject} is told of again.`;
  return `Nobody is told of ${subject} until ${formatMoment(untilEpochMs, { timezone, language: "en" })}. Probing goes on; what is still down then is told.`;
}
