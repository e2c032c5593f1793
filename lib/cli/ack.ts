/** `bongsu ack <incident> [duration]`: somebody cares for it, so nobody is reminded of it for a time. Its recovery is told all the same. */
import { acknowledge, giveBack } from "../core/incidents/acknowledge.ts";
import { MUTE_MAX_MS } from "../core/incidents/limits.ts";
import { formatMoment } from "../core/messages/moment.ts";
import type { Config } from "../core/model/check.ts";
import type { Incident } from "../core/model/incident.ts";
import { parseDurationMs } from "../core/model/units.ts";
import type { IncidentLedger, LedgerChange } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { changeLedger, OTHERS_KEPT_WRITING } from "./change-ledger.ts";
import { explainFailure, loadOrExplain, openIncidents, refuse } from "./deployed.ts";
import { ExitCode } from "./exit-code.ts";
import type { Output } from "./output.ts";

export interface AckOptions {
  /** Its id, as messages name it. */
  readonly incident: string;
  readonly duration: string;
  /** Path of the file. */
  readonly config: string;
  readonly json: boolean;
  readonly output: Output;
}

export const ACK_DURATION_DEFAULT = "4h";

/** Resolves to the exit code: 0 written, 2 the configuration is wrong, 3 it could not be done. */
export async function ack({ incident: id, duration, config: file, json, output }: AckOptions): Promise<number> {
  const config = await loadOrExplain(file, output);
  if (typeof config === "number") return config;
  const durationMs = duration === "off" ? 0 : parseDurationMs(duration);
  if (durationMs === undefined) return refuse(`${duration} is no duration: write 30m, 4h or 7d, or off.`, output);
  if (durationMs > MUTE_MAX_MS)
    return refuse(`${duration} is too long: what nobody is reminded of for more than 7d is forgotten.`, output);
  try {
    const written = await write(id.toLowerCase(), { config, durationMs });
    if ("refusal" in written) return refuse(written.refusal, output);
    output.write(json ? toJson(written) : `${sentence(written, config)}\n`);
    return ExitCode.allGood;
  } catch (error) {
    return refuse(await explainFailure(error, config), output);
  }
}

interface Wish {
  readonly config: Config;
  /** 0: from now on it is reminded of again. */
  readonly durationMs: number;
}

async function write(id: string, { config, durationMs }: Wish): Promise<Incident | { readonly refusal: string }> {
  let found: Incident | undefined;
  let open: readonly Incident[] = [];
  const workOut = ({ incidents }: IncidentLedger): LedgerChange | undefined => {
    open = incidents.filter(({ state }) => state !== "closed");
    const incident = open.find((each) => each.id === id);
    found = incident && cared(incident, durationMs);
    return found && { incidents: [found] };
  };
  const isWritten = await changeLedger(await openIncidents(config), workOut);
  if (!isWritten) return { refusal: OTHERS_KEPT_WRITING };
  return found ?? { refusal: explainStranger(id, open) };
}

function cared(incident: Incident, durationMs: number): Incident {
  const nowEpochMs = systemClock.epochMs();
  return durationMs === 0 ? giveBack(incident) : acknowledge(incident, { untilEpochMs: nowEpochMs + durationMs, nowEpochMs });
}

function explainStranger(id: string, open: readonly Incident[]): string {
  const known = open.map((incident) => `${incident.id} (${incident.root.name})`).join(", ");
  return `No incident ${id} is open. ${known === "" ? "There is none at all." : `These are: ${known}.`}`;
}

function sentence({ id, root, acknowledgedUntilEpochMs: until }: Incident, { timezone }: Config): string {
  const named = `${id} (${root.name})`;
  if (until === undefined) return `People are reminded of ${named} again.`;
  return `Nobody is reminded of ${named} until ${formatMoment(until, { timezone, language: "en" })}. Its recovery is told.`;
}

function toJson({ id, root, acknowledgedUntilEpochMs }: Incident): string {
  return `${JSON.stringify({ schemaVersion: 1, incident: { id, root, acknowledgedUntilEpochMs } }, null, 2)}\n`;
}
