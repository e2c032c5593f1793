/** A configuration -> what the widget Lambda has to know of it. */
import { watchesSlowness } from "../metrics/slowness.ts";
import type { Config } from "../model/check.ts";
import { isProbed } from "../probes/index.ts";
import type { WidgetManifest } from "./manifest.ts";

export function planWidget({ name: deployment, timezone, language, checks }: Config): WidgetManifest {
  const probed = checks.filter(isProbed).map(({ id, title, from, everyMs, slow }) => {
    return { id, title, from, everyMs, watchesSlowness: watchesSlowness(slow) };
  });
  return { schemaVersion: 1, deployment, timezone, language, checks: probed };
}
