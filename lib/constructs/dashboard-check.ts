/** The dashboard of one check, as data: a variable puts the chosen check in the place of `CHECK_VARIABLE` wherever it stands. */
import { checkDimensions, METRIC_NAMESPACE, type MetricName } from "../core/metrics/catalogue.ts";
import { stack, type Tile, type Widget } from "./dashboard-grid.ts";
import type { DashboardInput } from "./dashboard-input.ts";
import { failureClasses, failuresOf, logPlaces } from "./dashboard-logs.ts";
import { calculated, idOf, seriesOfCheck } from "./dashboard-queries.ts";
import { axis, DAY_SECONDS, drawn, lines, number, phases, text } from "./dashboard-tiles.ts";
import { MARKS, permission, runbook } from "./dashboard-words.ts";

/** The widget's function knows this form and asks people to choose. */
export const CHECK_VARIABLE = "__CHECK__";
const CERTIFICATE_GAUGE_DAYS = 90;
const CERTIFICATE_WARNING_DAYS = 14;

export function checkWidgets(input: DashboardInput): Widget[] {
  return stack([
    [header(input)],
    [
      ...([1, 7, 30] as const).map((days) => availability(input, days)),
      usual(input, "p50"),
      usual(input, "p95"),
      certificate(input),
    ],
    [latency(input), verdicts(input)],
    ...(input.hasPhases ? [[phases(input, CHECK_VARIABLE)]] : []),
    [drawn("Last day, last weeks, hours of the day", input, { height: 15, params: { view: "check", check: CHECK_VARIABLE } })],
    [namedSeries(input), leaks(input)],
    [limits(input), slowHours(input)],
    // Last of all, since it is paid for.
    ...logPlaces(input).map((place) => [failureClasses(place, CHECK_VARIABLE)]),
    ...logPlaces(input).map((place) => [failuresOf(CHECK_VARIABLE, place)]),
  ]);
}

/** Choices come from the metrics themselves, so that a new check needs no new dashboard; from the plan where they cannot. */
export function checkVariable({ deployment, choices }: DashboardInput) {
  const variable = { type: "pattern", pattern: CHECK_VARIABLE, id: "check", label: "Check", visible: true, inputType: "select" };
  if (choices !== undefined) {
    const values = choices.slice(0, CHOICES_MAX).map((value) => ({ value, label: value }));
    return { ...variable, values, defaultValue: choices[0] };
  }
  const search = `{${METRIC_NAMESPACE},Deployment,Check,Location} MetricName="${"Up" satisfies MetricName}" Deployment="${deployment}"`;
  return { ...variable, search, populateFrom: "Check", defaultValue: "__FIRST" };
}

/** Nobody scrolls through more. */
const CHOICES_MAX = 1_000;

function header(input: DashboardInput): Tile {
  const { deployment, overviewUrl } = input;
  return text(4, [
    `# ${CHECK_VARIABLE}`,
    `A check of ${deployment}; choose another at the top. ${MARKS} Availability is the share of runs that were up or slow; p50 and p95 are of runs that were answered. None reaches further back than the check itself.`,
    `[All checks](${overviewUrl}). ${runbook(input)}`,
    permission(input),
  ]);
}

function availability(input: DashboardInput, days: number): Tile {
  const hidden = seriesOf(input, { metric: "Up", stat: "Average", isHidden: true });
  const percents = input.locations.map((location, at) =>
    calculated(`100 * up${at}`, { id: `percent${at}`, label: `% ${location}` }),
  );
  return number(`Availability, up to ${days === 1 ? "24 h" : `${days} days`}`, input, {
    metrics: [...hidden, ...percents],
    ...{ start: `-P${days}D`, setPeriodToTimeRange: true, sparkline: false },
  });
}

function usual(input: DashboardInput, stat: "p50" | "p95"): Tile {
  return number(`Latency ${stat}, up to 24 h, ms`, input, {
    metrics: seriesOf(input, { metric: "LatencyMs", stat }),
    ...{ start: "-P1D", setPeriodToTimeRange: true, sparkline: false },
  });
}

function certificate(input: DashboardInput): Tile {
  return number("Certificate, days left", input, {
    metrics: seriesOf(input, { metric: "CertificateDaysLeft", stat: "Minimum" }),
    ...{ view: "gauge", sparkline: false, start: "-P2D", period: DAY_SECONDS },
    yAxis: { left: { min: 0, max: CERTIFICATE_GAUGE_DAYS } },
    annotations: { horizontal: [{ value: CERTIFICATE_WARNING_DAYS, label: "renew now", fill: "below", color: "#d62728" }] },
  });
}

function latency(input: DashboardInput): Tile {
  const metrics = (["p50", "p95", "Maximum"] as const).flatMap((stat) => seriesOf(input, { metric: "LatencyMs", stat }));
  return lines("Latency, ms", input, { metrics, yAxis: axis("ms") });
}

function verdicts(input: DashboardInput): Tile {
  const up = seriesOf(input, { metric: "Up", stat: "Average", label: "up or slow" });
  const slow = seriesOf(input, { metric: "Slow", stat: "Average", label: "slow" });
  return lines("Share of runs", input, { metrics: [...up, ...slow], yAxis: axis("share of runs", { min: 0, max: 1 }) });
}

function namedSeries(input: DashboardInput): Tile {
  return lines("Values of named series", input, {
    metrics: [seriesOfCheck(input, { metric: "Value", check: CHECK_VARIABLE, statistic: "Average" })],
  });
}

function leaks(input: DashboardInput): Tile {
  return lines("Leak suspected", input, {
    metrics: [seriesOfCheck(input, { metric: "LeakSuspected", check: CHECK_VARIABLE, statistic: "Maximum" })],
    yAxis: axis("1 = yes", { min: 0, max: 1 }),
  });
}

function limits(input: DashboardInput): Tile {
  return lines("Minutes until a limit, while a leak lasts", input, {
    metrics: [seriesOfCheck(input, { metric: "MinutesUntilLimit", check: CHECK_VARIABLE, statistic: "Minimum" })],
    yAxis: axis("min"),
  });
}

function slowHours(input: DashboardInput): Tile {
  return lines("Hours of the day that are slow day after day", input, {
    metrics: seriesOf(input, { metric: "SlowHour", stat: "Maximum" }),
    period: 3_600,
    yAxis: axis("hours"),
  });
}

interface SeriesOptions {
  readonly metric: MetricName;
  readonly stat: string;
  readonly label?: string;
  /** Only calculated with, by its id: the metric's name and the number of the location. */
  readonly isHidden?: boolean;
}

/** One a location. */
function seriesOf(input: DashboardInput, { metric, stat, label = stat, isHidden = false }: SeriesOptions): unknown[][] {
  return input.locations.map((location, at) => {
    const dimensions = Object.entries(checkDimensions(input.deployment, CHECK_VARIABLE, location)).flat();
    const hidden = isHidden ? { id: `${idOf(metric)}${at}`, visible: false } : {};
    return [METRIC_NAMESPACE, metric, ...dimensions, { stat, label: `${label} ${location}`, ...hidden }];
  });
}
