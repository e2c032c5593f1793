/** Writing into the ledger of incidents beside a responder that writes too. */
import type { IncidentLedger, IncidentStore, LedgerChange } from "../core/ports.ts";

const COMMITS_MAX = 5;

/** `undefined`: there is nothing to write. */
export type WorkOut = (ledger: IncidentLedger) => LedgerChange | undefined;

/** Works the change out anew when somebody else wrote meanwhile; false when others kept writing. Rejects as the store does. */
export async function changeLedger(store: IncidentStore, workOut: WorkOut): Promise<boolean> {
  for (let attempt = 1; attempt <= COMMITS_MAX; attempt += 1) {
    const ledger = await store.read();
    const change = workOut(ledger);
    if (change === undefined || (await store.commit(change, ledger.version)) === "written") return true;
  }
  return false;
}

export const OTHERS_KEPT_WRITING = "Others kept writing at the same time: try again.";
