/** `metrics: URL`, or the long form with the series that matter. */
import { z } from "zod";
import { ipChoice, wrongFamilyIn } from "../../config/address.ts";
import { auth, literalCredentials } from "../../config/auth.ts";
import { choice, duration, text } from "../../config/fields.ts";
import { headers, literalSecrets } from "../../config/headers.ts";
import { kindSchema } from "../../config/kind-schema.ts";
import type { Refuse } from "../../config/problem.ts";
import { refuseReferences } from "../../config/references.ts";
import { literalKey, tls } from "../../config/tls.ts";
import { url } from "../../config/url.ts";
import type { Expectation } from "../../model/expectation.ts";
import type { FactSpecs } from "../../model/fact.ts";
import { metricsFacts, metricsFactsOf } from "./facts.ts";
import { checkSeriesName, namesRefused } from "./series-names.ts";
import type { MetricsTarget, SeriesChoice } from "./target.ts";

const STALE_AFTER_MIN_MS = 1_000;
/** Stands for "not said" until the interval of the check is known. */
const UNSETTLED_MS = 0;
const STALE_AFTER_INTERVALS = 3;
/** Which names a check gives to its series nobody knows here, so any is taken where TypeScript is written. */
const facts: FactSpecs = metricsFacts;
const healthIsUp: Expectation = { fact: "health", matcher: { op: "oneOf", values: ["UP"] } };

const seriesName = text(checkSeriesName, "jvm_threads_live_threads");
const choiceOfLines = z
  .strictObject({
    name: seriesName.describe("Name of the series on the page; of an Actuator metrics document VALUE, COUNT, TOTAL_TIME or MAX."),
    labels: z
      .record(z.string(), text(refuseReferences, "blocked"))
      .describe("Labels that a line must have, with their values.")
      .optional(),
    fold: choice(["sum", "max", "min"]).describe("What several lines become. Default sum.").optional(),
  })
  .transform((written): SeriesChoice => ({ name: written.name, labels: written.labels ?? {}, fold: written.fold ?? "sum" }));

const series = z
  .record(z.string(), z.union([seriesName.transform((name) => ({ name })).pipe(choiceOfLines), choiceOfLines]))
  .transform((written, context) => {
    for (const refusal of namesRefused(Object.keys(written))) {
      context.issues.push({ code: "custom", input: written, params: { refusal } });
    }
    return written;
  });

const options = z
  .strictObject({
    url: url.describe("Page of Prometheus, or a health or metrics document of Spring Boot Actuator."),
    series: series
      .describe("Numbers to read, each under a name of your own. Without it the address must answer with a health document.")
      .optional(),
    threadDump: url.describe("Where the JVM shows its threads: asked only when something is wrong.").exactOptional(),
    headers: headers.describe("Sent with every request; values may hold ${secret:name}.").optional(),
    auth: auth.describe("How the check shows who it is; sent to the first origin only.").exactOptional(),
    tls: tls.describe("How the connection is encrypted.").optional(),
    staleAfter: duration(checkStaleAfter)
      .describe("Values that were pushed longer ago than this are not judged. Default three times the interval.")
      .optional(),
    ip: ipChoice.optional(),
  })
  .transform(({ staleAfter, ...written }, context): MetricsTarget => {
    for (const refusal of [...wrongFamilyIn(written.url, written.ip), ...wrongFamilyIn(written.threadDump, written.ip)]) {
      context.issues.push({ code: "custom", input: written, params: { refusal } });
    }
    return {
      ...written,
      series: written.series ?? {},
      headers: written.headers ?? {},
      tls: written.tls ?? { verify: true },
      staleAfterMs: staleAfter ?? UNSETTLED_MS,
      ip: written.ip ?? "any",
    };
  });

export const metricsSchema = kindSchema({
  target: z
    .union([url.transform((address) => ({ url: address })).pipe(options), options])
    .describe("A page of metrics must have the named series, or a health document say that all is well."),
  facts,
  factsOf: metricsFactsOf,
  settle: (target, { everyMs }) =>
    target.staleAfterMs === UNSETTLED_MS ? { ...target, staleAfterMs: STALE_AFTER_INTERVALS * everyMs } : target,
  defaults: [healthIsUp],
  defaultsFor: (target) => (Object.keys(target.series).length === 0 ? [healthIsUp] : []),
  review: (target) => [...literalSecrets(target.headers), ...literalCredentials(target.auth), ...literalKey(target.tls)],
});

function checkStaleAfter(staleAfterMs: number, refuse: Refuse): void {
  if (staleAfterMs >= STALE_AFTER_MIN_MS) return;
  const message = "Nothing that is pushed is ever younger than a second.";
  refuse({ code: "stale-after-too-short", message, fix: "Write a few intervals of the pusher, such as 3m." });
}
