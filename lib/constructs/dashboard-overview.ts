/** The dashboard of a whole deployment, as data: its size does not grow with the checks, but for the list of alarms. */
import { deploymentNamespace, type MetricName } from "../core/metrics/catalogue.ts";
import type { Statistic } from "../core/model/statistic.ts";
import { stack, type Tile, type Widget } from "./dashboard-grid.ts";
import type { DashboardInput } from "./dashboard-input.ts";
import { failureClasses, logPlaces } from "./dashboard-logs.ts";
import { calculated, everyShard, logEvents, overall, SERIES_MAX, worst } from "./dashboard-queries.ts";
import { alarmRows, axis, DAY_SECONDS, drawn, lines, number, phases, text } from "./dashboard-tiles.ts";
import { MARKS, permission, runbook } from "./dashboard-words.ts";

const CERTIFICATE_WARNING_DAYS = 14;
const ROWS_IN_SIGHT = 20;

/** From what people need first to what operators need: state, availability and latency, what comes slowly, the prober itself. */
export function overviewWidgets(input: DashboardInput): Widget[] {
  return stack([
    [header(input)],
    [downNow(input), slowNow(input), dayAvailability(input), slowestAnswer(input), soonestCertificate(input), noVerdict(input)],
    ...alarmRows("Checks", input.checkAlarmArns),
    [heartbeats(input)],
    ...(input.tellsPeople ? [[incidents(input)]] : []),
    [availability(input), latency(input)],
    ...(input.hasPhases ? [[phases(input)]] : []),
    [slowAnswers(input), logMatches(input)],
    [certificates(input), leaks(input)],
    [limits(input), slowHours(input)],
    ...alarmRows("Bongsu itself", input.systemAlarmArns),
    [passes(input), runsLost(input), loopLag(input)],
    [invocations(input), durations(input), lostForGood(input)],
    // Last of all, since it is paid for.
    ...logPlaces(input).map((place) => [failureClasses(place)]),
  ]);
}

function header(input: DashboardInput): Tile {
  const { alarmsUrl, checkDashboardUrl, deployment } = input;
  const list = alarmsUrl === undefined ? [] : [`[Alarms of checks that have gone off](${alarmsUrl}).`];
  const links = [...list, `[One check by itself](${checkDashboardUrl}).`, runbook(input), ...statusPages(input)];
  return text(4, [
    `# Bongsu: ${deployment}`,
    `${MARKS} Availability is the share of runs that were up or slow; latency is of runs that were answered. Graphs show the ten worst.`,
    links.join(" "),
    permission(input),
  ]);
}

/** Their addresses are not known before they are written. */
function statusPages({ statusPageName }: DashboardInput): string[] {
  if (statusPageName === undefined) return [];
  return [`Addresses of the status pages: \`aws lambda invoke --function-name ${statusPageName} /dev/stdout\`.`];
}

/** A check that runs seldom counts as its last run said. */
function downNow(input: DashboardInput): Tile {
  const lowest = { of: "Check", metric: "Up", fold: "MIN", worst: "lowest", limit: SERIES_MAX, isHidden: true } as const;
  return number("✕ Down now", input, {
    metrics: [worst(input, lowest), calculated("SUM(1 - FILL(up, REPEAT))", { id: "down", label: "checks" })],
  });
}

function slowNow(input: DashboardInput): Tile {
  const highest = { of: "Check", metric: "Slow", fold: "MAX", worst: "highest", limit: SERIES_MAX, isHidden: true } as const;
  return number("◐ Slow now", input, {
    metrics: [worst(input, highest), calculated("SUM(FILL(slow, REPEAT))", { id: "slowChecks", label: "checks" })],
  });
}

function dayAvailability(input: DashboardInput): Tile {
  return number("Availability, up to 24 h", input, {
    metrics: [
      overall(input, { of: "Check", metric: "Up", fold: "AVG", isHidden: true }),
      calculated("100 * up", { id: "percent", label: "% of runs" }),
    ],
    ...{ start: "-P1D", setPeriodToTimeRange: true, sparkline: false },
  });
}

function slowestAnswer(input: DashboardInput): Tile {
  return number("Slowest answer, ms", input, { metrics: [overall(input, { of: "Check", metric: "LatencyMs", fold: "MAX" })] });
}

function soonestCertificate(input: DashboardInput): Tile {
  return number("Certificate, fewest days left", input, {
    metrics: [overall(input, { of: "Check", metric: "CertificateDaysLeft", fold: "MIN" })],
    ...daily,
  });
}

function noVerdict(input: DashboardInput): Tile {
  return number("○ Runs without a verdict", input, {
    metrics: [overall(input, { of: "Shard", metric: "Unknown", fold: "SUM" })],
  });
}

/** Published once a day: the six hours that the dashboard shows may hold none. */
const daily = { start: "-P2D", period: DAY_SECONDS };

function heartbeats(input: DashboardInput): Tile {
  const height = 4 + Math.min(ROWS_IN_SIGHT, input.checksTotal);
  return drawn("Heartbeats, the worst first", input, { height, params: { view: "overview" } });
}

function incidents(input: DashboardInput): Tile {
  return drawn("Incidents, open and over", input, { height: 7, params: { view: "incidents" } });
}

function availability(input: DashboardInput): Tile {
  return lines("Availability, 1 = every run was up or slow", input, {
    metrics: [worst(input, { of: "Check", metric: "Up", fold: "AVG", worst: "lowest" })],
    yAxis: axis("share of runs", { min: 0, max: 1 }),
  });
}

function latency(input: DashboardInput): Tile {
  return lines("Latency, slowest answer", input, {
    metrics: [worst(input, { of: "Check", metric: "LatencyMs", fold: "MAX", worst: "highest" })],
    yAxis: axis("ms"),
  });
}

function slowAnswers(input: DashboardInput): Tile {
  return lines("Slow answers, 1 = every run", input, {
    metrics: [worst(input, { of: "Check", metric: "Slow", fold: "AVG", worst: "highest" })],
    yAxis: axis("share of runs", { min: 0, max: 1 }),
  });
}

function logMatches(input: DashboardInput): Tile {
  return lines("Log events that match, in 5 minutes", input, { metrics: [logEvents(input)] });
}

function certificates(input: DashboardInput): Tile {
  return lines("Certificates, days left", input, {
    metrics: [worst(input, { of: "Check", metric: "CertificateDaysLeft", fold: "MIN", worst: "lowest" })],
    ...daily,
    start: "-P14D",
    yAxis: axis("days"),
    annotations: { horizontal: [{ value: CERTIFICATE_WARNING_DAYS, label: "renew now", fill: "below" }] },
  });
}

function leaks(input: DashboardInput): Tile {
  return lines("Leak suspected", input, {
    metrics: [worst(input, { of: "Check", metric: "LeakSuspected", fold: "MAX", worst: "highest", hasSeries: true })],
    yAxis: axis("1 = yes", { min: 0, max: 1 }),
  });
}

function limits(input: DashboardInput): Tile {
  return lines("Minutes until a limit, while a leak lasts", input, {
    metrics: [worst(input, { of: "Check", metric: "MinutesUntilLimit", fold: "MIN", worst: "lowest", hasSeries: true })],
    yAxis: axis("min"),
  });
}

function slowHours(input: DashboardInput): Tile {
  return lines("Hours of the day that are slow day after day", input, {
    metrics: [worst(input, { of: "Check", metric: "SlowHour", fold: "MAX", worst: "highest" })],
    period: 3_600,
    yAxis: axis("hours"),
  });
}

function passes(input: DashboardInput): Tile {
  return lines("Passes that ended", input, { metrics: [everyShard(input, "Heartbeat", "Sum")] });
}

function runsLost(input: DashboardInput): Tile {
  return lines("Runs without a verdict: our own fault, or not started in time", input, {
    metrics: (["Unknown", "Missed"] as const).map((metric) => everyShard(input, metric, "Sum")),
  });
}

function loopLag(input: DashboardInput): Tile {
  return lines("Event loop, worst delay in ms", input, { metrics: [everyShard(input, "LoopLagMs", "Maximum")] });
}

function invocations(input: DashboardInput): Tile {
  const metrics = (["Errors", "Throttles"] as const).flatMap((metric) => lambdaSeries(input, metric, "Sum"));
  return lines("Prober: errors and throttles", input, { metrics });
}

function durations(input: DashboardInput): Tile {
  const metrics = lambdaSeries(input, "Duration", "Maximum");
  return lines("Prober: longest invocation in ms", input, { metrics });
}

function lostForGood(input: DashboardInput): Tile {
  const namespace = deploymentNamespace(input.deployment);
  const queue = ["AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", input.deadLetterQueueName];
  return lines("Lost: runs that never took place, undelivered measurements, untold messages", input, {
    metrics: [
      [...queue, { stat: "Maximum", label: "dead letters" }],
      [namespace, "Undelivered" satisfies MetricName, { stat: "Sum", label: "undelivered" }],
      [namespace, "Untold" satisfies MetricName, { stat: "Sum", label: "untold" }],
    ],
  });
}

/** Of every prober; what runs elsewhere is counted there. */
function lambdaSeries({ functionNames, elsewhere = [] }: DashboardInput, metric: string, stat: Statistic): unknown[][] {
  const probers = [...functionNames.map((functionName) => ({ functionName })), ...elsewhere];
  return probers.map(({ functionName, ...place }) => {
    const region = "region" in place ? { region: place.region } : {};
    return ["AWS/Lambda", metric, "FunctionName", functionName, { stat, label: `${metric} ${functionName}`, ...region }];
  });
}
