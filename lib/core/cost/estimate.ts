/** A configuration -> its bill, what would make it smaller, and what others would charge. */
import type { Config, Vantage } from "../model/check.ts";
import { formatDuration } from "../model/units.ts";
import { type Bill, billOf, syntheticsUsd } from "./bill.ts";
import { biggestLever, type Lever, perCheckUsd } from "./levers.ts";
import { compareMetricForms, type MetricFormCosts } from "./metric-forms.ts";
import { placeUsages, planUsage } from "./plan-usage.ts";
import { PRICE_REGION, PRICES_OF } from "./prices.ts";
import type { Usage } from "./usage.ts";

export interface Estimate extends Bill {
  /** `5 checks (3 every 1m, 2 every 5m)`. */
  readonly plan: string;
  /** `2026-11`. */
  readonly pricesOf: string;
  readonly region: string;
  readonly usage: Usage;
  readonly perCheckUsd: number;
  readonly lever?: Lever;
  /** The same checks as canaries of CloudWatch Synthetics. */
  readonly syntheticsUsd: number;
  readonly metricForms: MetricFormCosts;
  /** What of the sum each place costs, where there are several. */
  readonly places: readonly PlaceCost[];
  /** What the sum leaves out, a sentence each. */
  readonly notes: readonly string[];
}

export interface PlaceCost {
  readonly place: Vantage;
  readonly usd: number;
}

export async function estimateCost(config: Config): Promise<Estimate> {
  const usage = await planUsage(config);
  const lever = await biggestLever(config);
  return {
    ...billOf(usage),
    plan: planText(config),
    pricesOf: PRICES_OF,
    region: PRICE_REGION,
    usage,
    perCheckUsd: await perCheckUsd(config),
    ...(lever !== undefined && { lever }),
    syntheticsUsd: syntheticsUsd(usage),
    metricForms: await compareMetricForms(config),
    places: placesOf(config),
    notes: notesOn(config),
  };
}

function planText({ checks }: Config): string {
  const byInterval = [...Map.groupBy(checks, ({ everyMs }) => everyMs)].toSorted(([a], [b]) => a - b);
  const parts = byInterval.map(([everyMs, some]) => `${some.length} every ${formatDuration(everyMs)}`);
  return `${checks.length} ${checks.length === 1 ? "check" : "checks"} (${parts.join(", ")})`;
}

/** What metrics, functions and their starts cost of each; alarms look at all of them. */
function placesOf(config: Config): PlaceCost[] {
  const places = placeUsages(config).map(({ vantage, usage }) => ({ place: vantage, usd: billOf(usage).usd }));
  return places.length < 2 ? [] : places;
}

function notesOn({ checks, vpc, contacts, statusPages }: Config): string[] {
  const phones = contacts.flatMap((contact) => contact.phones);
  const hasLogs = checks.some(({ kind }) => kind === "logs");
  return [
    ...(phones.length > 0 ? [smsNote(phones)] : []),
    ...(checks.some(({ from }) => from.includes("vpc")) && !vpc?.endpoints
      ? ["from: vpc needs a way to CloudWatch: an interface endpoint is about 7.30 an Availability Zone, a NAT gateway about 33."]
      : []),
    ...(hasLogs ? ["A check of kind logs costs up to 0.30 for its metric, in hours in which something matches."] : []),
    ...(statusPages === undefined
      ? []
      : ["Readers of status pages come through CloudFront: 10 million requests and 1 TB a month are always free."]),
    ...(contacts.some(({ emails }) => emails.length > 0) ? [] : ["Nobody is told by e-mail."]),
  ];
}

/** The country decides the price, and which country is in the first digits. */
function smsNote(phones: readonly string[]): string {
  const korean = phones.filter((phone) => phone.startsWith("+82")).length;
  const american = phones.filter((phone) => phone.startsWith("+1")).length;
  const others = phones.length - korean - american;
  const places = [
    ...(korean > 0 ? [`${korean} to Korea`] : []),
    ...(american > 0 ? [`${american} to North America`] : []),
    ...(others > 0 ? [`${others} elsewhere`] : []),
  ];
  return `SMS: ${places.join(", ")}. Each message is one part, billed at the country's price (https://aws.amazon.com/sns/sms-pricing/).`;
}
