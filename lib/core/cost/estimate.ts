/** A configuration -> its bill, what would make it smaller, and what others would charge. */
import type { Config } from "../model/check.ts";
import { formatDuration } from "../model/units.ts";
import { type Bill, billOf, syntheticsUsd } from "./bill.ts";
import { biggestLever, type Lever, perCheckUsd } from "./levers.ts";
import { planUsage } from "./plan-usage.ts";
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
  /** What the sum leaves out, a sentence each. */
  readonly notes: readonly string[];
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
    notes: notesOn(config),
  };
}

function planText({ checks }: Config): string {
  const byInterval = [...Map.groupBy(checks, ({ everyMs }) => everyMs)].toSorted(([a], [b]) => a - b);
  const parts = byInterval.map(([everyMs, some]) => `${some.length} every ${formatDuration(everyMs)}`);
  return `${checks.length} ${checks.length === 1 ? "check" : "checks"} (${parts.join(", ")})`;
}

function notesOn({ checks, contacts }: Config): string[] {
  const phones = contacts.flatMap((contact) => contact.phones);
  const hasLogs = checks.some(({ kind }) => kind === "logs");
  return [
    ...(phones.length > 0 ? [smsNote(phones)] : []),
    ...(checks.some(({ from }) => from === "vpc")
      ? ["from: vpc needs a way to CloudWatch: an interface endpoint is about 7.30 an Availability Zone, a NAT gateway about 33."]
      : []),
    ...(hasLogs ? ["A check of kind logs costs up to 0.30 for its metric, in hours in which something matches."] : []),
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
