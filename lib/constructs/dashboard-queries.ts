/**
 * Questions to CloudWatch about many checks at once. Metrics Insights looks at all of them (up to 10,000) and gives the worst,
 * so that a dashboard has the same size for 10 checks and for 1,000. A widget may hold one such question, about the last two weeks.
 */
import {
  deploymentNamespace,
  METRIC_NAMESPACE,
  type MetricName,
  PHASE_DIMENSION,
  SERIES_DIMENSION,
} from "../core/metrics/catalogue.ts";
import type { Statistic } from "../core/model/statistic.ts";
import type { DashboardInput } from "./dashboard-input.ts";

/** As many lines as people can tell apart. */
const WORST_SHOWN = 10;
/** More than there are. */
const PHASES_MAX = 20;
/** What one question may give. */
export const SERIES_MAX = 500;

type Fold = "AVG" | "MAX" | "MIN" | "SUM";

export interface Question {
  readonly metric: MetricName;
  readonly fold: Fold;
  readonly of: "Check" | "Shard";
  /** The metric has the further dimension Series. */
  readonly hasSeries?: boolean;
  readonly isHidden?: boolean;
}

/** All checks (or shards) in one number. */
export function overall(input: DashboardInput, question: Question): readonly unknown[] {
  const label = question.of === "Check" ? "all checks" : "all shards";
  return [{ ...expressionOf(input, question, selectOf(input, question)), label }];
}

/** One line each of those that are worst; `worst` says at which end that is. */
export function worst(
  input: DashboardInput,
  { worst: end, limit = WORST_SHOWN, ...question }: Question & { readonly worst: "highest" | "lowest"; readonly limit?: number },
): readonly unknown[] {
  const groups = question.hasSeries ? [question.of, SERIES_DIMENSION] : [question.of];
  const order = `ORDER BY ${question.fold}() ${end === "highest" ? "DESC" : "ASC"} LIMIT ${limit}`;
  return [expressionOf(input, question, `${selectOf(input, question)} GROUP BY ${groups.map(quoted).join(", ")} ${order}`)];
}

/** Every series of a metric with a dimension beyond those of its check. */
export function seriesOfCheck(
  input: DashboardInput,
  of: { metric: MetricName; check: string; statistic: Statistic },
): readonly unknown[] {
  const { metric, check, statistic } = of;
  const schema = [METRIC_NAMESPACE, "Deployment", "Check", "Location", SERIES_DIMENSION].join();
  const terms = `{${schema}} MetricName="${metric}" Deployment="${input.deployment}" Check="${check}"`;
  const label = `\${PROP('Dim.${SERIES_DIMENSION}')}`;
  return [{ expression: `SEARCH('${terms}', '${statistic}', 300)`, id: idOf(metric), label, region: input.region }];
}

/** Mean time of each phase, of one check or of all that publish them; over all places, since means of several do not stack. */
export function meanPhases(input: DashboardInput, check?: string): readonly unknown[] {
  const metric = "PhaseMs" satisfies MetricName;
  const schema = [METRIC_NAMESPACE, "Deployment", "Check", "Location", PHASE_DIMENSION].map(quoted).join(", ");
  const ofCheck = check === undefined ? "" : ` AND ${quoted("Check")} = '${check}'`;
  const chosen = `WHERE ${quoted("Deployment")} = '${input.deployment}'${ofCheck} GROUP BY ${quoted(PHASE_DIMENSION)}`;
  const expression = `SELECT AVG(${quoted(metric)}) FROM SCHEMA(${schema}) ${chosen} ORDER BY AVG() DESC LIMIT ${PHASES_MAX}`;
  return [{ expression, id: idOf(metric), region: input.region }];
}

/** Shards are few: one for 200 checks of the same interval. */
export function everyShard({ deployment, region }: DashboardInput, metric: MetricName, statistic: Statistic): readonly unknown[] {
  const terms = `{${METRIC_NAMESPACE},Deployment,Shard,Location} MetricName="${metric}" Deployment="${deployment}"`;
  const label = `\${PROP('Dim.Shard')} ${metric}`;
  return [{ expression: `SEARCH('${terms}', '${statistic}', 300)`, id: idOf(metric), label, region }];
}

/** Their metrics have no dimensions: the namespace is the deployment's own, and the name holds the check. */
export function logEvents({ deployment, region }: DashboardInput): readonly unknown[] {
  const terms = `{"${deploymentNamespace(deployment)}"} ${"LogEvents" satisfies MetricName}`;
  const expression = `SEARCH('${terms}', '${"Sum" satisfies Statistic}', 300)`;
  return [{ expression, id: "logEvents", label: "${PROP('MetricName')}", region }];
}

/** A calculation on what has the id. */
export function calculated(
  expression: string,
  { id, label }: { readonly id: string; readonly label: string },
): readonly unknown[] {
  return [{ expression, id, label }];
}

export function idOf(metric: MetricName): string {
  return metric.charAt(0).toLowerCase() + metric.slice(1);
}

function expressionOf({ region }: DashboardInput, { metric, isHidden = false }: Question, expression: string) {
  return { expression, id: idOf(metric), region, ...(isHidden && { visible: false }) };
}

function selectOf({ deployment }: DashboardInput, { metric, fold, of, hasSeries = false }: Question): string {
  const dimensions = ["Deployment", of, "Location", ...(hasSeries ? [SERIES_DIMENSION] : [])];
  const schema = [METRIC_NAMESPACE, ...dimensions].map(quoted).join(", ");
  return `SELECT ${fold}(${quoted(metric)}) FROM SCHEMA(${schema}) WHERE ${quoted("Deployment")} = '${deployment}'`;
}

/** Some of our names are words of the language, as `Check` is. */
function quoted(name: string): string {
  return `"${name}"`;
}
