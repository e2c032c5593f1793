/** Asks the product why, as its responder does: of an incident, or of a check that nobody was told about. */
import type { AlarmContext } from "../../lib/core/alarms/context.ts";
import type { Investigate } from "../../lib/core/incidents/gather-evidence.ts";
import { investigate } from "../../lib/core/investigation/investigate.ts";
import type { CheckId, Config } from "../../lib/core/model/check.ts";
import type { Diagnosis } from "../../lib/core/model/diagnosis.ts";
import type { Incident } from "../../lib/core/model/incident.ts";
import type { EvidenceSource, PictureSource } from "../../lib/core/ports.ts";

export const DEPLOYMENT = "acme";

export interface InvestigatorOptions {
  readonly config: Config;
  readonly context: AlarmContext;
  readonly pictures: PictureSource;
  readonly evidence: EvidenceSource;
  readonly nowEpochMs: number;
}

export interface Investigator {
  readonly pictures: PictureSource;
  readonly investigate: Investigate;
  explain(check: CheckId, openedAtEpochMs: number): Promise<Diagnosis>;
}

export function investigator(options: InvestigatorOptions): Investigator {
  const { pictures } = options;
  return {
    pictures,
    investigate: (incident, picture) => investigate(incident, { ...options, picture }),
    explain: async (check, openedAtEpochMs) => {
      const { diagnosis } = await investigate(incidentOf(check, openedAtEpochMs), { ...options, picture: await pictures.read() });
      if (diagnosis === undefined) throw new Error(`Nothing was found out about ${check}.`);
      return diagnosis;
    },
  };
}

function incidentOf(check: CheckId, openedAtEpochMs: number): Incident {
  const member = { alarm: "", topic: "down", check, sinceEpochMs: openedAtEpochMs };
  return {
    ...{ id: "here", root: { kind: "check", name: check }, confidence: "confirmed", severity: "critical", state: "open" },
    ...{ openedAtEpochMs, members: [member], memberCount: 1, contacts: [], flipsEpochMs: [], isFlapping: false },
    ...{ told: {}, sequence: 1 },
  };
}
