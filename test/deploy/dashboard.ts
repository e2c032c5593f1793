/** What deployed dashboards name, gathered from their bodies. */
import { GetDashboardCommand } from "@aws-sdk/client-cloudwatch";
import { isRecord } from "../../lib/core/shapes.ts";
import type { Aws } from "./aws.ts";

export interface NamedByDashboard {
  readonly alarmArns: readonly string[];
  /** Of functions, queues and log groups. */
  readonly parts: readonly string[];
  /** Of metrics that are counted from logs: `Bongsu/shop Untold`. */
  readonly counted: readonly string[];
  /** Of metrics that functions publish, with their dimensions: `Up {Deployment,Check,Location}`. */
  readonly published: readonly string[];
  /** How the console calls what draws: the function, and the parameters of the widget. */
  readonly drawn: readonly { readonly functionName: string; readonly params: object }[];
}

export async function namedByDashboard({ cloudWatch }: Aws, name: string): Promise<NamedByDashboard> {
  const { DashboardBody = "" } = await cloudWatch.send(new GetDashboardCommand({ DashboardName: name }));
  const body: unknown = JSON.parse(DashboardBody);
  const widgets = isRecord(body) && Array.isArray(body.widgets) ? body.widgets.filter(isRecord) : [];
  const properties = widgets.map((widget) => widget.properties).filter(isRecord);
  const listed = (key: string) => properties.flatMap((part): unknown[] => (Array.isArray(part[key]) ? part[key] : []));
  const series = listed("metrics").filter((one) => Array.isArray(one));
  const drawn = properties.flatMap(({ endpoint, params }) =>
    typeof endpoint === "string" && isRecord(params) ? [{ functionName: endpoint.split(":").at(-1) ?? "", params }] : [],
  );
  const ofAws = series
    .filter(([namespace]) => namespace === "AWS/Lambda" || namespace === "AWS/SQS")
    .map((one) => String(one[3]));
  const logGroups = properties.flatMap(({ query }) =>
    [...String(query).matchAll(/SOURCE '([^']+)'/g)].map(([, group = ""]) => group),
  );
  return {
    alarmArns: listed("alarms").map(String),
    parts: [...new Set([...ofAws, ...logGroups, ...drawn.map(({ functionName }) => functionName)])],
    counted: series
      .filter(([first]) => String(first).startsWith("Bongsu/"))
      .map(([namespace, metric]) => `${namespace} ${metric}`),
    published: [...new Set(series.flatMap(publishedIn))],
    drawn,
  };
}

function publishedIn([first, metric, ...rest]: readonly unknown[]): string[] {
  if (isRecord(first)) return askedFor(String(first.expression));
  if (first !== "Bongsu") return [];
  // Names and values of dimensions take turns; what is no text says how the line is drawn.
  const dimensions = rest.filter((part) => typeof part === "string").filter((_, at) => at % 2 === 0);
  return [`${metric} {${dimensions.join()}}`];
}

/** `SEARCH('{Bongsu,Deployment,Check} MetricName="Up" …` or `SELECT AVG("Up") FROM SCHEMA("Bongsu", "Deployment", "Check") …`. */
function askedFor(expression: string): string[] {
  const [, searched, sought] = /\{Bongsu,([^}]*)\} MetricName="(\w+)"/.exec(expression) ?? [];
  if (searched !== undefined) return [`${sought} {${searched}}`];
  const [, selected, schema = ""] = /SELECT \w+\("(\w+)"\) FROM SCHEMA\("Bongsu", ([^)]*)\)/.exec(expression) ?? [];
  return selected === undefined ? [] : [`${selected} {${schema.replaceAll(/[" ]/g, "")}}`];
}
