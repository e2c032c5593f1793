/** What the logs of probers tell. Each time that it is loaded it reads all of the shown time, and that is paid for by the gigabyte. */
import type { Tile } from "./dashboard-grid.ts";
import type { DashboardInput } from "./dashboard-input.ts";

/** Logs of one Region: no query reads those of several. */
type LogPlace = Pick<DashboardInput, "logGroupNames" | "region">;

const FAILURES_SHOWN = 20;
const CLASSES_SHOWN = 10;

/** Here first, then what runs elsewhere. */
export function logPlaces({ elsewhere = [], logGroupNames, region }: DashboardInput): LogPlace[] {
  return [{ region, logGroupNames }, ...elsewhere.map((one) => ({ region: one.region, logGroupNames: [one.logGroupName] }))];
}

export function failuresOf(check: string, place: LogPlace): Tile {
  return logTile("Failed runs, newest first", place, {
    view: "table",
    height: 7,
    query: [
      "fields @timestamp, status, failure.phase, failure.code, failure.message, totalMs",
      `filter bongsu = "outcome" and check = "${check}"`,
      "sort @timestamp desc",
      `limit ${FAILURES_SHOWN}`,
    ],
  });
}

/** Of one check, or of all. Slow runs and our own faults are no failures of a target. */
export function failureClasses(place: LogPlace, check?: string): Tile {
  const ofCheck = check === undefined ? "" : ` and check = "${check}"`;
  return logTile("Failed runs by failure code, in the shown time", place, {
    view: "bar",
    height: 6,
    query: [
      `filter bongsu = "outcome" and status = "down"${ofCheck}`,
      "stats count(*) as runs by failure.code",
      "sort runs desc",
      `limit ${CLASSES_SHOWN}`,
    ],
  });
}

interface LogTile {
  readonly view: "table" | "bar";
  readonly height: number;
  readonly query: readonly string[];
}

function logTile(title: string, { logGroupNames, region }: LogPlace, { height, query: steps, view }: LogTile): Tile {
  const query = [...logGroupNames.map((name) => `SOURCE '${name}'`), ...steps].join(" | ");
  return { type: "log", height, properties: { title, region, view, query } };
}
