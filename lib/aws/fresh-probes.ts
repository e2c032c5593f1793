/** Checks run once more by the probers that run them anyway: one invocation a prober and pass, whoever asks for how many. */
import type { CheckId, Config, Vantage } from "../core/model/check.ts";
import { isOtherRegion } from "../core/model/location.ts";
import type { Outcome } from "../core/model/outcome.ts";
import { resourceNames } from "../core/model/resource-names.ts";
import type { Clock } from "../core/ports.ts";
import { byVantage } from "./by-vantage.ts";
import type { InvokeFunction } from "./invoke-function.ts";
import { PROBED_MAX, type ProbeRequest, parseProbeAnswer } from "./probe-request.ts";

export interface FreshProbesOptions {
  readonly config: Config;
  readonly invoke: InvokeFunction;
  readonly clock: Pick<Clock, "sleep">;
  /** A prober did not answer, in a sentence. */
  readonly onProblem: (sentence: string) => void;
}

/** Investigations of one pass begin together: so long is waited for all of them to ask. */
const GATHER_MS = 50;

/** For one pass. Never rejects: what could not be run, or was asked for too late, is missing. */
export function createFreshProbes(options: FreshProbesOptions): (checks: readonly CheckId[]) => Promise<Outcome[]> {
  const asked = new Set<CheckId>();
  let answer: Promise<Outcome[]> | undefined;
  return async (checks) => {
    for (const id of checks) asked.add(id);
    answer ??= options.clock.sleep(GATHER_MS).then(() => askProbers([...asked], options));
    const wanted = new Set(checks);
    return (await answer).filter(({ check }) => wanted.has(check));
  };
}

async function askProbers(ids: readonly CheckId[], options: FreshProbesOptions): Promise<Outcome[]> {
  const places = new Map(options.config.checks.map(({ id, from }) => [id, from]));
  return (await Promise.all([...byVantage(ids, places)].map((asked) => askProber(asked, options)))).flat();
}

async function askProber(
  [vantage, ids]: [Vantage, CheckId[]],
  { config, invoke, onProblem }: FreshProbesOptions,
): Promise<Outcome[]> {
  const prober = resourceNames(config.name).prober(vantage);
  const request: ProbeRequest = { probe: ids.slice(0, PROBED_MAX) };
  const answered = await invoke(prober, request, isOtherRegion(vantage) ? { region: vantage } : {});
  if ("answer" in answered) return parseProbeAnswer(answered.answer);
  onProblem(`${prober}: ${answered.problem}`);
  return [];
}
