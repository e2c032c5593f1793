/** Where checks run from, how many of those places have to agree, and the network that some of them need. */
import type { CheckDraft, Draft } from "../draft.ts";
import { type Fault, faultAt, warningAt } from "../problem.ts";
import { nearer, settle } from "../settled.ts";
import { showText } from "../show.ts";

export function placeRules(draft: Draft): Fault[] {
  return [...draft.checks.flatMap((check) => majorityRule(draft, check)), ...unusedNetworkRule(draft), ...routeTablesRule(draft)];
}

function majorityRule(draft: Draft, check: CheckDraft): Fault[] {
  const from = settle(draft, check, { key: "from" });
  const alarm = settle(draft, check, { key: "alarm" });
  const places = from.value?.length;
  const asked = alarm.value?.locations;
  if (places === undefined || asked === undefined || asked.ofLocations === places) return [];
  const most = Math.min(asked.badLocations, places);
  const refusal = {
    code: "locations-miscounted",
    message: `${asked.badLocations} of ${asked.ofLocations} locations are asked for, and the check runs from ${places}.`,
    fix: `Write locations: ${most} of ${places}, or remove it: more than half of them is the default.`,
  };
  return [faultAt(nearer(alarm, from), refusal)];
}

function unusedNetworkRule(draft: Draft): Fault[] {
  const isUsed = draft.checks.some((check) => settle(draft, check, { key: "from" }).value?.includes("vpc") ?? true);
  if (draft.sound.vpc === undefined || isUsed) return [];
  const message = "No check runs from this network.";
  return [
    warningAt(["vpc"], {
      code: "vpc-unused",
      message,
      fix: "Write from: vpc in the checks that should, or remove it.",
      at: "key",
    }),
  ];
}

/** The endpoint of S3 is a gateway, and stands in route tables instead of subnets. */
function routeTablesRule(draft: Draft): Fault[] {
  const { vpc } = draft.sound;
  if (vpc === undefined || !vpc.endpoints || vpc.routeTables !== undefined) return [];
  const reader = draft.checks.find(
    (check) => check.kind === "s3" && settle(draft, check, { key: "from" }).value?.includes("vpc"),
  );
  if (reader === undefined) return [];
  const message = `${showText(reader.sound.id ?? "A check")} reads from S3, whose endpoint is entered into route tables, and none is named.`;
  return [
    faultAt(["vpc"], { code: "route-tables-missing", message, fix: "Add routeTables: with those of the subnets.", at: "key" }),
  ];
}
