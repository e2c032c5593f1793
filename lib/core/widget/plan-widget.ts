/** A configuration -> what the widget Lambda has to know of it. */
import { watchesSlowness } from "../metrics/slowness.ts";
import type { Check, Config } from "../model/check.ts";
import { isProbed } from "../probes/index.ts";
import type { WidgetCheck, WidgetManifest } from "./manifest.ts";

export function planWidget({ name: deployment, timezone, language, checks }: Config): WidgetManifest {
  return { schemaVersion: 1, deployment, timezone, language, checks: checks.filter(isProbed).flatMap(atEachPlace) };
}

/** What one place sees must not hide behind what the others see: each has its own row. */
function atEachPlace({ id, title, from, everyMs, metricForm, slow }: Check): WidgetCheck[] {
  return from.map((vantage) => ({
    id,
    title,
    from: vantage,
    ...(from.length > 1 && { place: vantage }),
    everyMs,
    ...(metricForm !== undefined && { metricForm }),
    watchesSlowness: watchesSlowness(slow),
  }));
}
