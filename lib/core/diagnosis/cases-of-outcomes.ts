/** Outcomes alone as cases: what a laptop's run knows, each check beside all the others. */
import type { Outcome } from "../model/outcome.ts";
import type { CaseFile, OtherCheck } from "./case-file.ts";

/** `GET https://host/…`, `TCP host:port`, `1+1 at host:port as user` */
const HOST = /(?:\w+:\/\/|^(?:TCP|TLS) | at )(\[[\da-f:]+\]|[^\s/:]+)/i;

export interface CaseOptions {
  readonly nowEpochMs: number;
  /** IANA zone that exists. */
  readonly timezone: string;
}

/** One case a check and location, in the order in which they first appear. */
export function casesOfOutcomes(outcomes: readonly Outcome[], options: CaseOptions): CaseFile[] {
  const byCheck = Map.groupBy(outcomes, ({ check, location }) => JSON.stringify([check, location]));
  const histories = [...byCheck.values()].map((runs) => runs.toSorted((a, b) => b.startedAtEpochMs - a.startedAtEpochMs));
  return histories.flatMap((runs) => {
    const [latest] = runs;
    if (latest === undefined) return [];
    const { check: id, kind, location } = latest;
    const others = histories.filter((other) => other !== runs).flatMap(otherCheck);
    return [{ ...options, check: { id, kind, location, outcomes: runs, ...hostOf(latest) }, others }];
  });
}

function otherCheck(runs: readonly Outcome[]): OtherCheck[] {
  const [latest] = runs;
  if (latest === undefined) return [];
  const { check: id, kind, location, status } = latest;
  const change = runs.findIndex((run) => run.status !== status);
  const since = runs.at(change === -1 ? -1 : change - 1) ?? latest;
  return [{ id, kind, location, status, sinceEpochMs: since.startedAtEpochMs, latest, ...hostOf(latest) }];
}

function hostOf({ evidence }: Outcome): { readonly host?: string } {
  const host = HOST.exec(evidence.request ?? "")?.[1];
  return host === undefined ? {} : { host };
}
