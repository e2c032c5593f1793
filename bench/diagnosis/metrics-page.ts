/** A page of Prometheus whose numbers follow the time of the world, and checks that read it. */
import type { Check } from "../../lib/core/model/check.ts";
import type { SeriesChoice } from "../../lib/core/probes/metrics/target.ts";
import { metricsCheck } from "../../test/kit/checks.ts";
import { API, TIMEOUT_MS } from "./scene.ts";
import { type Behaviour, http, type Port } from "./site.ts";
import { MINUTE_MS, type World } from "./world.ts";

/** By name, labels included: `jvm_threads_states_threads{state="blocked"}`. */
export type Numbers = Readonly<Record<string, number>>;

export function page(numbers: () => Numbers, more: (url: string) => string | undefined = () => undefined): Behaviour {
  return http(({ url = "" }, response) => {
    const lines = Object.entries(numbers()).map(([name, value]) => `${name} ${value}\n`);
    response.end(more(url) ?? lines.join(""));
  });
}

export interface PageCheck extends Partial<Check> {
  /** By the name of the fact; what the page calls it, with its labels. */
  readonly series: Readonly<Record<string, string>>;
  readonly threadDump?: boolean;
}

export function pageCheckAt(world: World, { port }: Port, { series, threadDump = false, ...part }: PageCheck): Check {
  const origin = `http://${world.name(API)}:${port}`;
  const chosen = Object.fromEntries(Object.entries(series).map(([fact, written]) => [fact, choiceOf(written)]));
  const metrics = { series: chosen, ...(threadDump && { threadDump: `${origin}/actuator/threaddump` }) };
  const times = { everyMs: 5 * MINUTE_MS, timeoutMs: TIMEOUT_MS };
  return metricsCheck(`${origin}/actuator/prometheus`, { id: "acme/metrics", group: "acme", ...times, ...part, metrics });
}

function choiceOf(written: string): SeriesChoice {
  const [name = "", labels = ""] = written.replace("}", "").split("{");
  const pairs = [...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = "", value = ""]) => [label, value] as const);
  return { name, labels: Object.fromEntries(pairs), fold: "sum" };
}
