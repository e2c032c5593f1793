/** Whether there is nothing to look after: nobody waits for a message, and time alone will bring none. */
import type { IncidentLedger } from "../ports.ts";
import { hasUntoldRecovery } from "./closed.ts";

/** Then only a new alarm, or the daily summary, can be a reason to look at the alarms. */
export function isQuiet({ incidents, outbox }: Pick<IncidentLedger, "incidents" | "outbox">): boolean {
  return outbox.length === 0 && incidents.every((incident) => incident.state === "closed" && !hasUntoldRecovery(incident));
}
