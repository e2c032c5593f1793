/** What an address has answered, told apart by its content: a page of Prometheus, or a document of Spring Boot Actuator. */
import type { Failure } from "../../model/failure.ts";
import { parseJson } from "../../run/parse-json.ts";
import { isRecord } from "../../shapes.ts";
import { type Health, readHealth } from "./health.ts";
import type { ExposedSample, Page } from "./page.ts";
import { readPage } from "./page-reader.ts";

export type MetricsDocument = { readonly page: Page } | { readonly health: Health };

export interface DocumentOptions {
  readonly contentType: string;
  /** Names of series to keep. */
  readonly wanted: ReadonlySet<string>;
}

/** A page may begin with a brace too, `{"my.metric"} 1`, but then it is no JSON. */
export function readDocument(text: string, { contentType, wanted }: DocumentOptions): MetricsDocument | Failure {
  const parsed = text.trimStart().startsWith("{") ? parseJson(text) : undefined;
  if (parsed !== undefined && "document" in parsed) return readJson(parsed.document);
  if (/^application\/[\w.+-]*json/i.test(contentType)) return unreadable("its body is not JSON, although its header says so");
  const page = readPage(text, { wanted, isOpenMetrics: /^application\/openmetrics-text/i.test(contentType) });
  return "code" in page ? page : { page };
}

function readJson(document: unknown): MetricsDocument | Failure {
  if (isRecord(document) && Array.isArray(document.measurements)) return { page: readMeasurements(document.measurements) };
  const health = readHealth(document);
  return health === undefined ? unreadable("its JSON is neither a health nor a metrics document of Actuator") : { health };
}

/** Of one metric: `VALUE`, or `COUNT`, `TOTAL_TIME` and `MAX`. */
function readMeasurements(measurements: readonly unknown[]): Page {
  const samples = measurements.flatMap((measurement): ExposedSample[] => {
    if (!isRecord(measurement) || typeof measurement.statistic !== "string" || typeof measurement.value !== "number") return [];
    return [{ name: measurement.statistic, labels: new Map(), value: measurement.value }];
  });
  return { samples, names: new Set(samples.map(({ name }) => name)) };
}

function unreadable(reason: string): Failure {
  return { phase: "transfer", code: "protocol-error", message: `the address answers without metrics: ${reason}` };
}
