/** What a widget Lambda is given: the manifest beside its code and its surroundings. Both throw a sentence when they are unusable. */
import type { Locations } from "../core/model/location.ts";
import { isRecord } from "../core/shapes.ts";
import type { WidgetManifest } from "../core/widget/manifest.ts";

/** Reads a manifest that the same version of Bongsu wrote at synth; its checks were validated there. */
export function parseWidgetManifest(json: string): WidgetManifest {
  const manifest: unknown = JSON.parse(json);
  if (!isManifest(manifest)) throw new Error("manifest.json is not a manifest of this version of Bongsu: deploy again.");
  return manifest;
}

/** Under which probers publish. */
export function probeLocations(env: Readonly<Record<string, string | undefined>>): Locations {
  const { BONGSU_LOCATION_REGION: region, BONGSU_LOCATION_VPC: vpc } = env;
  if (!region || !vpc) throw new Error("BONGSU_LOCATION_REGION and BONGSU_LOCATION_VPC do not say where the probers run.");
  return { region, vpc };
}

function isManifest(value: unknown): value is WidgetManifest {
  if (!isRecord(value)) return false;
  const { schemaVersion, deployment, timezone, language, checks, sameHost, tellsPeople } = value;
  const isText = typeof deployment === "string" && typeof timezone === "string";
  const isChecks = Array.isArray(checks) && checks.every((check) => isRecord(check) && typeof check.id === "string");
  const isShaped = isText && isChecks && Array.isArray(sameHost) && typeof tellsPeople === "boolean";
  return schemaVersion === 1 && isShaped && (language === "en" || language === "ko");
}
