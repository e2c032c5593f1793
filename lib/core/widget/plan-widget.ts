/** A configuration -> what the widget Lambda has to know of it. */
import { contactsTold } from "../incidents/contacts-told.ts";
import { watchesSlowness } from "../metrics/slowness.ts";
import type { Check, CheckId, Config } from "../model/check.ts";
import { badLocationsOf } from "../model/location.ts";
import { hostOf } from "../probes/host-of.ts";
import { isProbed } from "../probes/index.ts";
import type { WidgetCheck, WidgetManifest } from "./manifest.ts";

export function planWidget(config: Config): WidgetManifest {
  const { name: deployment, timezone, language } = config;
  const probed = config.checks.filter(isProbed);
  return {
    ...{ schemaVersion: 1, deployment, timezone, language },
    checks: probed.flatMap(atEachPlace),
    sameHost: sharingHosts(probed),
    tellsPeople: contactsTold(config).length > 0,
  };
}

/** What one place sees must not hide behind what the others see: each has its own row. */
function atEachPlace(check: Check): WidgetCheck[] {
  const { id, title, from, everyMs, metricForm, slow } = check;
  return from.map((vantage) => ({
    id,
    title,
    from: vantage,
    ...(from.length > 1 && { place: vantage, votesNeeded: badLocationsOf(check) }),
    everyMs,
    ...(metricForm !== undefined && { metricForm }),
    watchesSlowness: watchesSlowness(slow),
  }));
}

function sharingHosts(checks: readonly Check[]): CheckId[][] {
  const byHost = Map.groupBy(checks, hostOf);
  byHost.delete(undefined);
  return [...byHost.values()].filter(({ length }) => length > 1).map((same) => same.map(({ id }) => id));
}
