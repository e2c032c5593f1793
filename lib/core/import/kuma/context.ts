/** What the conversion of a monitor must know besides the monitor. */
import type { Conversion } from "../foreign.ts";
import type { KumaProxy } from "./schema.ts";

export interface MonitorContext extends Conversion {
  readonly proxy: KumaProxy | undefined;
  readonly notify: readonly string[];
}
