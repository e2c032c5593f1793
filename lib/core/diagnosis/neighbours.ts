/** Questions about the other checks: who shares a host or a place with this one, and how they are. */
import { isLostOnTheWay } from "../model/failure.ts";
import type { CaseFile, OtherCheck } from "./case-file.ts";
import { runsOf } from "./runs.ts";

/** So many of a crowd must fail before the crowd is at fault. */
export const CROWD_SHARE = 0.6;
/** A crowd of which no more fails is fine: somebody is always down. */
export const FINE_SHARE = 0.2;

export interface Share {
  readonly failing: number;
  readonly all: number;
}

export function countFailing(checks: readonly { readonly status: string }[]): Share {
  const judged = checks.filter(({ status }) => status !== "unknown");
  return { failing: judged.filter(({ status }) => status === "down").length, all: judged.length };
}

/** Whether its last run was lost on the way, by which the place that asked may be at fault; `undefined` if nobody knows. */
export function isLost({ status, latest }: Pick<OtherCheck, "status" | "latest">): boolean | undefined {
  if (status !== "down") return status === "unknown" ? undefined : false;
  return latest && latest.failure !== undefined && isLostOnTheWay(latest.failure.code);
}

export function shareOf({ failing, all }: Share): number {
  return all === 0 ? 0 : failing / all;
}

export function othersOf({ others = [] }: CaseFile): readonly OtherCheck[] {
  return others;
}

export function statusOf(file: CaseFile): string {
  return runsOf(file)[0]?.status ?? "unknown";
}

/** Others on the same host, or behind the same address. */
export function othersOnHost(file: CaseFile): OtherCheck[] {
  const address = runsOf(file)[0]?.evidence.address;
  const { host } = file.check;
  return othersOf(file).filter(
    (other) =>
      other.id !== file.check.id &&
      ((host !== undefined && other.host === host) || (address !== undefined && other.latest?.evidence.address === address)),
  );
}

export function othersAtLocation(file: CaseFile): OtherCheck[] {
  return othersOf(file).filter(({ location }) => location === file.check.location);
}

/** The same check, seen from other places. */
export function sameCheckElsewhere(file: CaseFile): OtherCheck[] {
  return othersOf(file).filter(({ id, location }) => id === file.check.id && location !== file.check.location);
}

/** Whether its last run got a TCP connection, whatever came after. */
export function isConnecting({ status, latest }: OtherCheck): boolean {
  if (latest === undefined) return status === "up" || status === "slow";
  const failedAt = latest.failure?.phase;
  return failedAt !== "dns" && failedAt !== "connect" && latest.phases.some(({ phase }) => phase === "connect");
}

/** Where one host ends and another begins; a check without one stands for itself. */
export function hostOf({ host, id }: Pick<OtherCheck, "host" | "id">): string {
  return host ?? id;
}
