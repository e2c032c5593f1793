/** Faults of a whole host, and of the door beside the main one. */
import type { CaseFile } from "./case-file.ts";
import { CROWD_SHARE, countFailing, FINE_SHARE, hostOf, othersOf, othersOnHost, shareOf, statusOf } from "./neighbours.ts";
import { type Examination, fits, known, line, type Rule } from "./rule.ts";
import { badRunsOf, failureMessage, hasCode } from "./runs.ts";

const FAILING_MIN = 2;

export const hostRules: readonly Rule[] = [
  { row: 29, cause: "host-fault", layer: "target", atMost: "likely", examine: isHostFault },
  {
    ...{ row: 32, cause: "management-only", layer: "target", atMost: "likely" },
    ...{ explains: ["server-error"], examine: isManagementOnly },
  },
];

function isHostFault(file: CaseFile): Examination {
  const sharing = othersOnHost(file);
  if (statusOf(file) !== "down" || sharing.length === 0) return undefined;
  const onHost = countFailing([{ status: "down" }, ...sharing]);
  const host = file.check.host ?? file.check.id;
  const seen = line("failing-on-host", { host, ...onHost });
  if (onHost.failing < FAILING_MIN || shareOf(onHost) < CROWD_SHARE) return { refutedBy: seen };
  const elsewhere = countFailing(othersOf(file).filter((other) => other.id !== file.check.id && !sharing.includes(other)));
  const contrast = line("failing-elsewhere", elsewhere);
  if (shareOf(elsewhere) > FINE_SHARE) return { refutedBy: contrast };
  const confidence = elsewhere.all > 0 ? "likely" : "possible";
  return fits("host-fault", { confidence, with: { host }, evidence: [seen, ...known(elsewhere.all > 0 ? contrast : undefined)] });
}

/** The service answers, its page of metrics does not: nobody who uses the service is hurt. */
function isManagementOnly(file: CaseFile): Examination {
  const trouble = badRunsOf(file);
  const { kind } = file.check;
  if (trouble?.latest.failure === undefined || kind !== "metrics") return undefined;
  if (hasCode(trouble.latest, ["expectation-unmet", "metrics-stale", "series-missing"])) return undefined;
  const services = othersOnHost(file).filter((other) => other.kind === "http" && hostOf(other) === hostOf(file.check));
  const fine = services.find(({ status }) => status === "up" || status === "slow");
  const [first] = services;
  if (fine === undefined) return first === undefined ? undefined : { refutedBy: line("same-host-down", { check: first.id }) };
  const evidence = [line("same-host-fine", { check: fine.id }), failureMessage(trouble)] as const;
  return fits("management-only", { confidence: "likely", with: { check: fine.id }, evidence });
}
