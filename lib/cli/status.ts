/** `bongsu status`: how every check stands on AWS, from its alarms and its newest runs. Looks, changes nothing. */
import { tellingRun } from "../core/messages/run-item.ts";
import { type CheckStatus, renderStatus } from "../core/messages/status-report.ts";
import type { Check, Config } from "../core/model/check.ts";
import type { Outcome } from "../core/model/outcome.ts";
import type { AlarmState } from "../core/model/picture.ts";
import { systemClock } from "../core/time/clock.ts";
import { explainFailure, loadOrExplain, refuse } from "./deployed.ts";
import { ExitCode } from "./exit-code.ts";
import type { Output } from "./output.ts";
import { terminalStyle } from "./terminal-style.ts";

export interface StatusOptions {
  /** Path of the file. */
  readonly config: string;
  readonly json: boolean;
  readonly ascii?: boolean;
  readonly output: Output;
}

/** Resolves to the exit code: 0 no alarm is on, 1 one is, 2 the configuration is wrong, 3 it could not be looked at. */
export async function status({ ascii = false, config: file, json, output }: StatusOptions): Promise<number> {
  const config = await loadOrExplain(file, output);
  if (typeof config === "number") return config;
  try {
    const { alarms, outcomes } = await look(config);
    if (alarms.length === 0) return refuse(`${config.name} has no alarms in this account and Region: is it deployed?`, output);
    const checks = config.checks.map((check) => statusOf(check, { alarms, outcomes }));
    const own = alarms.filter(({ alarm }) => alarm.check === undefined);
    const style = terminalStyle(output, ascii);
    const { name, timezone } = config;
    output.write(
      json
        ? toJson(checks, own)
        : `${renderStatus(checks, { name, timezone, own, style, nowEpochMs: systemClock.epochMs() }).join("\n")}\n`,
    );
    return alarms.some(({ state }) => state === "ALARM") ? ExitCode.checkFailed : ExitCode.allGood;
  } catch (error) {
    return refuse(await explainFailure(error, config), output);
  }
}

/** The SDK takes a tenth of a second to load: only who needs it waits for it. */
async function look(config: Config) {
  const [{ createCredentials }, { readDeployedState }] = await Promise.all([
    import("../aws/credentials.ts"),
    import("../aws/deployed-state.ts"),
  ]);
  return await readDeployedState(config, { credentials: createCredentials(), clock: systemClock });
}

interface Seen {
  readonly alarms: readonly AlarmState[];
  /** Newest first. */
  readonly outcomes: readonly Outcome[];
}

function statusOf({ id }: Check, { alarms, outcomes }: Seen): CheckStatus {
  const own = alarms.filter(({ alarm }) => alarm.check === id);
  const runs = outcomes.filter(({ check }) => check === id);
  // Of each place the newest, and of these the worst.
  const latest = tellingRun([...Map.groupBy(runs, ({ location }) => location).values()].flatMap(([newest]) => newest ?? []));
  return { check: id, state: stateOf(own, latest), alarms: own, ...(latest !== undefined && { latest }) };
}

/** The alarms know for how long it must be bad; where they know nothing yet, the newest run does. A check of a log has one alarm alone. */
function stateOf(alarms: readonly AlarmState[], latest: Outcome | undefined): CheckStatus["state"] {
  const isOn = (topic: string) => alarms.some(({ alarm, state }) => alarm.topic === topic && state === "ALARM");
  if (isOn("down") || isOn("log")) return "down";
  if (isOn("slow")) return "slow";
  const isKnown = alarms.some(({ alarm, state }) => ["down", "log"].includes(alarm.topic) && state === "OK");
  return isKnown ? "up" : (latest?.status ?? "silent");
}

function toJson(checks: readonly CheckStatus[], own: readonly AlarmState[]): string {
  const shown = checks.map(({ alarms, ...check }) => ({ ...check, alarms: alarms.map(describe) }));
  return `${JSON.stringify({ schemaVersion: 1, checks: shown, bongsu: own.map(describe) }, null, 2)}\n`;
}

function describe({ alarm, reason, sinceEpochMs, state }: AlarmState) {
  return { name: alarm.name, topic: alarm.topic, severity: alarm.severity, state, sinceEpochMs, reason };
}
