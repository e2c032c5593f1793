/** One run of a `metrics` check: one page or document, and the numbers in it that the check names. */
import type { Facts } from "../../model/fact.ts";
import type { Failure } from "../../model/failure.ts";
import type { Observation } from "../../model/outcome.ts";
import { isFailure } from "../../net/http/answer.ts";
import { evidenceOf } from "../../net/http/evidence.ts";
import { askUntilFinal, startAgain, startHttpRun } from "../../net/http/fetch.ts";
import type { HttpRun } from "../../net/http/http-run.ts";
import { certificateFactsOf } from "../certificate-facts.ts";
import type { ProbeContext } from "../probe.ts";
import { readDocument } from "./document.ts";
import { judgeFreshness, PUSH_TIME, START_TIME } from "./freshness.ts";
import type { Health } from "./health.ts";
import type { Page } from "./page.ts";
import { explainStatus } from "./refused.ts";
import { narrowedUrl, pageRequest } from "./request.ts";
import { pickSeries } from "./series.ts";
import type { MetricsTarget } from "./target.ts";

/** `target` is a MetricsTarget: the kind's own schema made it. */
export async function runMetrics(target: unknown, context: ProbeContext): Promise<Observation> {
  const options = target as MetricsTarget;
  const run = startHttpRun(pageRequest(options, narrowedUrl(options)), context);
  const reading = await read(run, options);
  if (reading.failure?.code !== "series-missing" || run.target.url === options.url) return observe(run, reading);
  // Only the whole page can tell whether the series is really missing, and what its name may have been meant for.
  const second = startAgain(run, pageRequest(options));
  return observe(second, await read(second, options));
}

interface Reading {
  readonly facts: Facts;
  readonly failure?: Failure;
}

async function read(run: HttpRun, target: MetricsTarget): Promise<Reading> {
  const broken = await askUntilFinal(run);
  if (broken !== undefined) return { facts: {}, failure: broken };
  const status = run.answer?.status ?? 0;
  const isGood = status >= 200 && status < 300;
  const contentType = run.answer?.headers["content-type"]?.[0] ?? "";
  const document = readDocument(run.body?.text ?? "", { contentType, wanted: wantedNames(target) });
  // A health document comes with status 503 when something is wrong, and its own words say more.
  if ("health" in document) return readHealth(document.health, target);
  if (!isGood) return { facts: {}, failure: explainStatus(status) };
  if (isFailure(document)) return { facts: {}, failure: document };
  // The first lines of a page of metrics tell nobody anything.
  delete run.body;
  return readSeries(document.page, target, run.context.clock.epochMs());
}

function wantedNames({ series }: MetricsTarget): Set<string> {
  return new Set([...Object.values(series).map(({ name }) => name), PUSH_TIME, START_TIME]);
}

const NO_HEALTH: Failure = {
  phase: "transfer",
  code: "protocol-error",
  message: "the address answers with metrics instead of a health document, and the check names no series of them",
};

function readHealth({ status, unwell }: Health, { series }: MetricsTarget): Reading {
  const facts = { health: status, ...(unwell !== "" && { unwell }) };
  const [missing] = Object.values(series);
  if (missing === undefined) return { facts };
  const message = `there is no series ${missing.name}: the address answers with a health document, which has none`;
  return { facts, failure: { phase: "transfer", code: "series-missing", message } };
}

/** Values that are stale are not even told: they would be taken for what is true now. */
function readSeries(page: Page, { series, staleAfterMs }: MetricsTarget, nowEpochMs: number): Reading {
  if (Object.keys(series).length === 0) return { facts: {}, failure: NO_HEALTH };
  const picked = pickSeries(page, series);
  if ("code" in picked) return { facts: {}, failure: picked };
  const { failure, ...times } = judgeFreshness(page, picked.samples, { nowEpochMs, staleAfterMs });
  return failure === undefined ? { facts: { ...times, ...picked.values } } : { facts: times, failure };
}

function observe(run: HttpRun, { facts, failure }: Reading): Observation {
  const { address, answer, certificate } = run;
  return {
    ...run.stopwatch.read(),
    facts: {
      ...(address !== undefined && { address }),
      ...(certificate !== undefined && certificateFactsOf(certificate)),
      ...(answer !== undefined && { status: answer.status }),
      ...facts,
    },
    ...(failure !== undefined && { failure }),
    evidence: evidenceOf(run),
  };
}
