/** The machine form of a page: `status.json`, promised by its `schemaVersion`. It tells its own age, as the page does. */
import type { IncidentView, Overall, ServiceView, StatusView } from "./view.ts";
import { totalOf } from "./view.ts";

export interface StatusDocument {
  readonly schemaVersion: 1;
  readonly title?: string;
  readonly overall: Overall;
  readonly writtenAtEpochMs: number;
  /** Older than this it tells nothing of the present. */
  readonly freshForMs: number;
  readonly countedUntilEpochMs?: number;
  readonly services: readonly ServiceDocument[];
  readonly openIncidents: readonly IncidentView[];
  readonly pastIncidents: readonly IncidentView[];
}

type ServiceDocument = Omit<ServiceView, "days"> & {
  readonly runs: number;
  readonly failedRuns: number;
  readonly daysWithData: number;
};

export function statusDocument(view: StatusView): StatusDocument {
  const { countedUntilEpochMs, freshForMs, open, overall, past, services, title, writtenAtEpochMs } = view;
  return {
    schemaVersion: 1,
    ...(title !== undefined && { title }),
    ...{ overall, writtenAtEpochMs, freshForMs },
    ...(countedUntilEpochMs !== undefined && { countedUntilEpochMs }),
    services: services.map(({ days, ...service }) => ({ ...service, ...totalOf({ days, ...service }) })),
    ...{ openIncidents: open, pastIncidents: past },
  };
}
