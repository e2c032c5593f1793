/** `bongsu incidents`: what is open on AWS, who was told of it, and whether somebody cares for it. Looks, changes nothing. */
import { beganAtEpochMs } from "../core/incidents/began.ts";
import { linesOf } from "../core/incidents/lines.ts";
import { formatMoment } from "../core/messages/moment.ts";
import { displayWidth, padEndTo } from "../core/messages/text-width.ts";
import type { Config } from "../core/model/check.ts";
import type { Incident, Line } from "../core/model/incident.ts";
import { systemClock } from "../core/time/clock.ts";
import { explainFailure, loadOrExplain, openIncidents, refuse } from "./deployed.ts";
import { ExitCode } from "./exit-code.ts";
import type { Output } from "./output.ts";

export interface IncidentsOptions {
  /** Path of the file. */
  readonly config: string;
  readonly json: boolean;
  readonly output: Output;
}

/** One open incident, as `--json` prints it. */
export interface OpenIncident extends Pick<Incident, "id" | "root" | "severity" | "state" | "memberCount"> {
  readonly sinceEpochMs: number;
  /** Empty while it waits for others of the same moment, or is muted. */
  readonly told: readonly Line[];
  /** Absent where nobody cares for it now. */
  readonly acknowledgedUntilEpochMs?: number;
}

/** Resolves to the exit code: 0 nothing is open, 1 something is, 2 the configuration is wrong, 3 it could not be looked at. */
export async function incidents({ config: file, json, output }: IncidentsOptions): Promise<number> {
  const config = await loadOrExplain(file, output);
  if (typeof config === "number") return config;
  try {
    const ledger = await (await openIncidents(config)).read();
    const open = ledger.incidents.filter(({ state }) => state !== "closed").map(describe);
    const oldestFirst = open.toSorted((one, other) => one.sinceEpochMs - other.sinceEpochMs);
    output.write(
      json ? `${JSON.stringify({ schemaVersion: 1, incidents: oldestFirst }, null, 2)}\n` : table(oldestFirst, config),
    );
    return open.length === 0 ? ExitCode.allGood : ExitCode.checkFailed;
  } catch (error) {
    return refuse(await explainFailure(error, config), output);
  }
}

function describe(incident: Incident): OpenIncident {
  const { id, root, severity, state, memberCount, told, acknowledgedUntilEpochMs: until } = incident;
  return {
    ...{ id, root, severity, state, memberCount },
    sinceEpochMs: beganAtEpochMs(incident),
    told: linesOf(told).toSorted(),
    ...(until !== undefined && until > systemClock.epochMs() && { acknowledgedUntilEpochMs: until }),
  };
}

const HEAD = ["ID", "ROOT", "SINCE", "TOLD", "ACKNOWLEDGED"] as const;

function table(open: readonly OpenIncident[], { name, timezone }: Config): string {
  if (open.length === 0) return `Nothing is open in ${name}.\n`;
  const moment = (atEpochMs: number) => formatMoment(atEpochMs, { timezone, language: "en" });
  const rows = open.map(({ id, root, sinceEpochMs, told, acknowledgedUntilEpochMs: until }) => [
    id,
    root.kind === "check" ? root.name : `${root.kind} ${root.name}`,
    moment(sinceEpochMs),
    told.length === 0 ? "nobody" : told.join(", "),
    until === undefined ? "no" : `until ${moment(until)}`,
  ]);
  const columns = HEAD.map((_, at) => Math.max(...[HEAD, ...rows].map((row) => displayWidth(row[at] ?? ""))));
  const lineOf = (row: readonly string[]) =>
    row
      .map((cell, at) => padEndTo(cell, columns[at] ?? 0))
      .join("  ")
      .trimEnd();
  return `${[HEAD, ...rows].map(lineOf).join("\n")}\n`;
}
