/** The code of a handler as an asset: its bundle and its manifest. A published package brings its bundles along; a checkout makes them. */
import { cpSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AssetHashType, DockerImage } from "aws-cdk-lib";
import { type AssetCode, Code } from "aws-cdk-lib/aws-lambda";
import type { AnalystManifest } from "../core/analysis/manifest.ts";
import type { ResponderManifest } from "../core/model/responder-manifest.ts";
import type { Manifest } from "../core/model/shard.ts";
import type { WidgetManifest } from "../core/widget/manifest.ts";
import { bundle, type HandlerName, writeBundle } from "./handler-bundle.ts";

/** In a package one folder a handler; in a checkout their sources, and no bundles, so that none can be stale. */
const HANDLERS_FOLDER = fileURLToPath(new URL("../../lambda/", import.meta.url));

/** What each handler is told about its deployment. */
export interface Manifests {
  readonly prober: Manifest;
  readonly analyst: AnalystManifest;
  readonly responder: ResponderManifest;
  readonly widget: WidgetManifest;
  /** Alarms are planned from it, as for the responder. */
  readonly "status-page": ResponderManifest;
}

/** An asset with the handler (`prober.mjs`), the chunks it loads on first use, and `manifest.json`. */
export function handlerCode<Name extends HandlerName>(name: Name, manifest: Manifests[Name]): AssetCode {
  return Code.fromAsset(HANDLERS_FOLDER, {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      image: DockerImage.fromRegistry("never-used"),
      // CDK takes two assets of one folder for the same unless this differs: the second prober would get the first one's checks.
      environment: { HANDLER: name, MANIFEST: JSON.stringify(manifest) },
      local: { tryBundle: (folder) => writeAsset(folder, { name, manifest }) },
    },
  });
}

function writeAsset(folder: string, { name, manifest }: { name: HandlerName; manifest: Manifests[HandlerName] }): true {
  const prebuilt = join(HANDLERS_FOLDER, name);
  if (existsSync(prebuilt)) cpSync(prebuilt, folder, { recursive: true });
  else writeBundle(folder, bundle(name));
  writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(manifest)}\n`);
  return true;
}
