/** What an HTTP server answered, taken at its word. */
import type { Outcome } from "../model/outcome.ts";
import type { CaseFile } from "./case-file.ts";
import { othersOf, sameCheckElsewhere } from "./neighbours.ts";
import { lastStartOf } from "./restart.ts";
import { type Examination, fits, known, line, type Rule, refutedBy } from "./rule.ts";
import {
  type BadRuns,
  badRunsOf,
  failureMessage,
  hasBreachOf,
  hasCode,
  isBreachOf,
  lastGood,
  numberFact,
  phaseLine,
  phaseMs,
  repetition,
  textFact,
  unmetLine,
} from "./runs.ts";

const TEXT_MAX_CHARACTERS = 160;
const RELEASE_WINDOW_MS = 30 * 60_000;
const GATEWAY_STATUSES: readonly number[] = [502, 504];
const GATEWAY = /awselb|cloudfront|cloudflare|nginx|envoy|haproxy|varnish|traefik|openresty/i;
/** A component of a health document: `"db":{"status":"DOWN"`. */
const UNWELL = /"([\w.-]{1,60})"\s*:\s*\{\s*"status"\s*:\s*"(?:DOWN|OUT_OF_SERVICE)"/;
const CONTENT_FACTS = ["json", "body", "bodyBytes", "header"] as const;

export const httpAnswerRules: readonly Rule[] = [
  {
    ...{ row: 22, cause: "component-down", layer: "target", atMost: "confirmed" },
    ...{ narrows: ["server-error"], examine: isComponentDown },
  },
  { row: 22, cause: "server-error", layer: "target", atMost: "confirmed", examine: isServerError },
  { row: 23, cause: "gateway-upstream", layer: "target", atMost: "likely", examine: isUpstreamOfGateway },
  {
    ...{ row: 24, cause: "bad-release", layer: "target", atMost: "likely" },
    ...{ explains: ["server-error", "restarted"], examine: isBadRelease },
  },
  {
    ...{ row: 25, cause: "rate-limited", layer: "target", atMost: "likely" },
    ...{ explains: ["server-error"], examine: isRateLimited },
  },
  { row: 26, cause: "access-refused", layer: "target", atMost: "possible", examine: isAccessRefused },
  { row: 26, cause: "client-error", layer: "target", atMost: "confirmed", examine: isClientError },
  { row: 28, cause: "wrong-content", layer: "target", atMost: "confirmed", examine: isWrongContent },
];

/** The trouble, if the server answered with a status that it should not have answered with. */
function statusTrouble(file: CaseFile): (BadRuns & { readonly status: number }) | undefined {
  const trouble = badRunsOf(file);
  const status = numberFact(trouble?.latest, "status");
  if (trouble === undefined || status === undefined || trouble.latest.status !== "down") return undefined;
  const { latest } = trouble;
  const isWrong =
    hasBreachOf(latest, "status") || (file.check.kind === "metrics" && hasCode(latest, ["protocol-error", "auth-failed"]));
  return isWrong ? { ...trouble, status } : undefined;
}

function isServerError(file: CaseFile): Examination {
  const trouble = statusTrouble(file);
  if (trouble === undefined || trouble.status < 400) return undefined;
  const { latest, status } = trouble;
  if (status < 500 || GATEWAY_STATUSES.includes(status)) return refutedBy("answered-status", { status });
  const evidence = [
    statusLine(trouble),
    ...known(saidLine(latest), phaseLine(file, latest, "server")),
    ...repetition(trouble),
  ] as const;
  return fits("server-error", { confidence: "confirmed", with: { status }, evidence });
}

/** Refusing us, or our pace, has causes of its own. */
const OTHER_CLIENT_STATUSES: readonly number[] = [401, 403, 407, 429];

function isClientError(file: CaseFile): Examination {
  const trouble = statusTrouble(file);
  if (trouble === undefined || trouble.status < 400 || OTHER_CLIENT_STATUSES.includes(trouble.status)) return undefined;
  const { latest, status } = trouble;
  if (status >= 500) return refutedBy("answered-status", { status });
  const good = lastGood(trouble);
  const since = good === undefined ? undefined : line("last-good", { atEpochMs: good.startedAtEpochMs });
  const evidence = [statusLine(trouble), ...known(saidLine(latest), since), ...repetition(trouble)] as const;
  return fits("client-error", { confidence: "confirmed", with: { status }, evidence });
}

/** Spring Boot names what is not well, in its health document. */
function isComponentDown(file: CaseFile): Examination {
  const trouble = badRunsOf(file);
  if (trouble === undefined || trouble.latest.status !== "down") return undefined;
  const health = textFact(trouble.latest, "health");
  const unwell = textFact(trouble.latest, "unwell");
  if (unwell !== undefined && health !== "UP" && hasBreachOf(trouble.latest, "health")) {
    const component = unwell.slice(0, TEXT_MAX_CHARACTERS);
    return fits("component-down", {
      confidence: "confirmed",
      with: { component },
      evidence: [line("component", { text: component })],
    });
  }
  const component = UNWELL.exec(trouble.latest.evidence.body ?? "")?.[1];
  const answered = statusTrouble(file);
  if (component === undefined || component === "components" || answered === undefined) return undefined;
  const evidence = [...known(saidLine(answered.latest)), statusLine(answered)] as const;
  const [first, ...others] = evidence;
  return first === undefined
    ? undefined
    : fits("component-down", { confidence: "confirmed", with: { component }, evidence: [first, ...others] });
}

/** 502 and 504 are words of a gateway about what stands behind it. */
function isUpstreamOfGateway(file: CaseFile): Examination {
  const trouble = statusTrouble(file);
  if (trouble === undefined || trouble.status < 500) return undefined;
  const { status } = trouble;
  if (!GATEWAY_STATUSES.includes(status)) return refutedBy("answered-status", { status });
  const name = GATEWAY.exec(trouble.latest.evidence.body ?? "")?.[0];
  const upstream = othersOf(file).find((other) => other.isDependency && other.status === "down");
  const gateway = name === undefined ? undefined : line("gateway", { name });
  const failing =
    upstream === undefined
      ? undefined
      : line("dependency-since", {
          check: upstream.id,
          sinceEpochMs: upstream.sinceEpochMs,
          earlierMs: trouble.sinceEpochMs - upstream.sinceEpochMs,
        });
  const evidence = [statusLine(trouble), ...known(gateway, failing), ...repetition(trouble)] as const;
  const confidence = gateway === undefined && failing === undefined ? "possible" : "likely";
  return fits("gateway-upstream", { confidence, with: { status }, evidence });
}

/** Good until the process began anew, failing soon after: the only mark of a release that we can see. */
function isBadRelease(file: CaseFile): Examination {
  const trouble = statusTrouble(file);
  const startedAtEpochMs = lastStartOf(file);
  if (trouble === undefined || trouble.status < 500 || startedAtEpochMs === undefined) return undefined;
  const beforeFailureMs = trouble.sinceEpochMs - startedAtEpochMs;
  const good = lastGood(trouble);
  const seen = line("started", { startedAtEpochMs, beforeFailureMs });
  const wasGoodBefore =
    good !== undefined && trouble.before.some((run) => run.status === "up" && run.startedAtEpochMs < startedAtEpochMs);
  if (beforeFailureMs < 0 || beforeFailureMs > RELEASE_WINDOW_MS || !wasGoodBefore) return { refutedBy: seen };
  const evidence = [seen, statusLine(trouble), line("last-good", { atEpochMs: good.startedAtEpochMs })] as const;
  return fits("bad-release", { confidence: "likely", with: { startedAtEpochMs }, evidence });
}

function isRateLimited(file: CaseFile): Examination {
  const trouble = badRunsOf(file);
  if (trouble === undefined) return undefined;
  const status = statusTrouble(file);
  const isThrottled = hasCode(trouble.latest, ["throttled"]);
  const isSlowDown = status?.status === 503 && /SlowDown/.test(trouble.latest.evidence.body ?? "");
  if (isThrottled)
    return fits("rate-limited", { confidence: "likely", with: {}, evidence: [failureMessage(trouble), ...repetition(trouble)] });
  if (status?.status !== 429 && !isSlowDown) return undefined;
  const evidence = [statusLine(status), ...known(saidLine(trouble.latest)), ...repetition(trouble)] as const;
  return fits("rate-limited", { confidence: "likely", with: {}, evidence });
}

/** From everywhere alike, and it was allowed before: a secret that ended, or a new rule. */
function isAccessRefused(file: CaseFile): Examination {
  const trouble = badRunsOf(file);
  if (trouble === undefined || file.check.kind === "kdb" || file.check.kind === "s3") return undefined;
  const status = statusTrouble(file);
  const isRefused = status?.status === 401 || status?.status === 403;
  if (!isRefused && !hasCode(trouble.latest, ["auth-failed"])) return undefined;
  const elsewhere = sameCheckElsewhere(file).find((other) => other.status === "up" || other.status === "slow");
  if (elsewhere !== undefined) return refutedBy("fine-at-location", { location: elsewhere.location });
  const good = lastGood(trouble);
  const since = good === undefined ? undefined : line("last-good", { atEpochMs: good.startedAtEpochMs });
  const seen = status === undefined ? failureMessage(trouble) : statusLine(status);
  return fits("access-refused", { confidence: "possible", with: {}, evidence: [seen, ...known(since), ...repetition(trouble)] });
}

/** The status is right, what stands below it is not. */
function isWrongContent(file: CaseFile): Examination {
  const trouble = badRunsOf(file);
  const status = numberFact(trouble?.latest, "status");
  if (
    trouble === undefined ||
    file.check.kind !== "http" ||
    status === undefined ||
    !hasCode(trouble.latest, ["expectation-unmet"])
  ) {
    return undefined;
  }
  const unmet = unmetLine(trouble.latest, ...CONTENT_FACTS);
  if (unmet === undefined || !trouble.latest.breaches.some((breach) => CONTENT_FACTS.some((fact) => isBreachOf(breach, fact))))
    return undefined;
  if (status < 200 || status >= 300) return refutedBy("answered-status", { status });
  const bytes = numberFact(trouble.latest, "bodyBytes");
  const before = numberFact(lastGood(trouble), "bodyBytes");
  const size = bytes === undefined || before === undefined || bytes === before ? undefined : line("size", { bytes, before });
  return fits("wrong-content", {
    confidence: "confirmed",
    with: {},
    evidence: [unmet, ...known(saidLine(trouble.latest), size)],
  });
}

function statusLine({ latest, status }: BadRuns & { readonly status: number }) {
  const ms = phaseMs(latest, "server");
  return line("answered-status", { status, ...(ms !== undefined && { ms }) });
}

function saidLine({ evidence }: Outcome) {
  const text = evidence.body?.replaceAll(/\s+/g, " ").trim().slice(0, TEXT_MAX_CHARACTERS) ?? "";
  return text === "" ? undefined : line("said", { text });
}
