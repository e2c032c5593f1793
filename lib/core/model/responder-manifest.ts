/** What the responder Lambda is told of its deployment. Written beside its code at synth, read at its start. */
import type { Config } from "./check.ts";

export interface ResponderManifest {
  readonly schemaVersion: 1;
  /** Whole: alarms are planned from it by the same rules as at synth. Secrets stand in it as references. */
  readonly config: Config;
}
