/** Runs of a check as they might look, good and bad: its kind decides what plausibly goes wrong. Nothing is asked. */
import type { Check } from "../../model/check.ts";
import type { Failure } from "../../model/failure.ts";
import type { CertificateSummary, Outcome, PhaseTime } from "../../model/outcome.ts";
import { formatMeasuredMs } from "../../model/units.ts";
import { isRecord } from "../../shapes.ts";
import { formatSpan } from "../local-time.ts";

/** Named like a Region, and plainly none. */
export const EXAMPLE_LOCATION = "eu-example-1";
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** From the range that is kept for documentation (RFC 5737). */
const ADDRESS = "203.0.113.7";
const WAY_THERE: readonly PhaseTime[] = [
  { phase: "dns", ms: 4 },
  { phase: "connect", ms: 11 },
];
const SERVED: readonly PhaseTime[] = [
  { phase: "server", ms: 62 },
  { phase: "transfer", ms: 3 },
];

const KDB_SERVED: readonly PhaseTime[] = [
  { phase: "dns", ms: 4 },
  { phase: "connect", ms: 1 },
  { phase: "handshake", ms: 2 },
  { phase: "query", ms: 1 },
];

/** What differs from a good run. */
type Broken = Partial<Omit<Outcome, "status">> & { readonly failure?: Failure };

export interface RunOptions {
  readonly check: Check;
  readonly atEpochMs: number;
  /** When the trouble began. */
  readonly sinceEpochMs?: number;
}

export function goodRun(options: RunOptions): Outcome {
  return runWith(options, { status: "up", phases: goodPhases(options.check) });
}

/** Down, in a way that fits the kind. */
export function badRun(options: RunOptions): Outcome {
  const break_ = BREAKS[options.check.kind] ?? breakByTimeout;
  return runWith(options, { status: "down", ...break_(options.check, options) });
}

/** Answered rightly, but slowly. */
export function slowRun(options: RunOptions): Outcome {
  const phases = [...wayTo(options.check), { phase: "server", ms: 800 }, { phase: "transfer", ms: 3 }];
  return runWith(options, {
    status: "slow",
    phases,
    breaches: [{ expected: "total <= 500ms", actual: `${totalOf(phases)} ms` }],
  });
}

/** Answered rightly, but with a certificate that ends soon. */
export function expiringRun(options: RunOptions, daysLeft: number): Outcome {
  return runWith(options, {
    status: "slow",
    phases: [...wayTo(options.check), ...SERVED],
    facts: { "certificate.daysLeft": daysLeft },
    breaches: [{ expected: "certificate.daysLeft >= 30", actual: String(daysLeft) }],
    evidence: { certificate: certificateFor(options, daysLeft) },
  });
}

function runWith({ atEpochMs, check }: RunOptions, part: Partial<Outcome> & Pick<Outcome, "status">): Outcome {
  const phases = part.phases ?? [];
  const totalMs = totalOf(phases);
  return {
    ...{ check: check.id, kind: check.kind, location: EXAMPLE_LOCATION, startedAtEpochMs: atEpochMs, totalMs, breaches: [] },
    ...part,
    phases,
    facts: { ...(asksHttp(check) && { status: 200 }), total: totalMs, ...part.facts },
    evidence: { request: requestOf(check), address: ADDRESS, ...part.evidence },
  };
}

const BREAKS: Readonly<Record<string, (check: Check, options: RunOptions) => Broken>> = {
  http: (check) => ({
    phases: [...wayTo(check), { phase: "server", ms: 610 }, { phase: "transfer", ms: 3 }],
    facts: { status: 503 },
    ...unmet("status == 200-299", "503"),
    evidence: { body: '{"status":"down","reason":"an example: database pool exhausted"}' },
  }),
  tcp: (check) =>
    failed([{ phase: "dns", ms: 4 }], {
      phase: "connect",
      code: "connect-refused",
      message: `${requestOf(check).replace("TCP ", "")} refuses connections`,
    }),
  tls: (check) =>
    failed([...WAY_THERE, { phase: "tls", ms: 22 }], {
      phase: "tls",
      code: "certificate-expired",
      message: `the certificate of ${requestOf(check).replace("TLS ", "")} has expired`,
    }),
  dns: () => ({
    phases: [{ phase: "server", ms: 12 }],
    facts: { rcode: "NXDOMAIN" },
    ...unmet('rcode == "NOERROR"', '"NXDOMAIN" (the name does not exist)'),
  }),
  kdb: ({ timeoutMs }) =>
    failed(
      [
        { phase: "dns", ms: 4 },
        { phase: "connect", ms: 1 },
        { phase: "handshake", ms: timeoutMs },
      ],
      {
        phase: "handshake",
        code: "handshake-timed-out",
        message: `accepts TCP in 1 ms, no handshake reply for ${formatMeasuredMs(timeoutMs)}`,
      },
    ),
  s3: (_, { atEpochMs, sinceEpochMs = atEpochMs }) => {
    const ageMs = atEpochMs - sinceEpochMs + 3 * HOUR_MS;
    const facts = { ageMs, credentialsExpireInMs: HOUR_MS };
    return { phases: [...WAY_THERE, ...SERVED], facts, ...unmet("ageMs < 15m", formatSpan(ageMs)) };
  },
};

function breakByTimeout({ timeoutMs, ...check }: Check): Broken {
  return failed([...wayTo({ timeoutMs, ...check }), { phase: "server", ms: timeoutMs }], {
    phase: "server",
    code: "response-timed-out",
    message: `the server accepted the request, but did not answer within ${formatMeasuredMs(timeoutMs)}`,
  });
}

function failed(phases: readonly PhaseTime[], failure: Failure): Broken {
  return { phases, failure };
}

function unmet(expected: string, actual: string): Pick<Broken, "failure" | "breaches"> {
  const failure: Failure = { phase: "judged", code: "expectation-unmet", message: `expected ${expected}, got ${actual}` };
  return { failure, breaches: [{ expected, actual }] };
}

function certificateFor({ atEpochMs, check }: RunOptions, daysLeft: number): CertificateSummary {
  const validToEpochMs = atEpochMs + daysLeft * DAY_MS;
  const subject = hostOf(check);
  return {
    ...{ subject, issuer: "Example CA", names: [subject], daysLeft, fingerprint: "" },
    validFrom: new Date(validToEpochMs - 90 * DAY_MS).toISOString(),
    validTo: new Date(validToEpochMs).toISOString(),
  };
}

function goodPhases(check: Check): readonly PhaseTime[] {
  return check.kind === "kdb" ? KDB_SERVED : [...wayTo(check), ...SERVED];
}

function wayTo(check: Check): PhaseTime[] {
  const isEncrypted = check.kind === "tls" || textOf(check, "url").startsWith("https:");
  return [...WAY_THERE, ...(isEncrypted ? [{ phase: "tls", ms: 22 }] : [])];
}

function asksHttp({ kind }: Check): boolean {
  return kind === "http" || kind === "metrics";
}

/** What the probe would say that it asked. */
function requestOf(check: Check): string {
  if (asksHttp(check)) return `GET ${printableUrl(textOf(check, "url"))}`;
  if (check.kind === "s3") return `GET s3://${textOf(check, "bucket")}/${textOf(check, "key")}`;
  if (check.kind === "dns") return `${textOf(check, "type")} ${textOf(check, "name")} from the system's servers over UDP`;
  const place = `${textOf(check, "host")}:${textOf(check, "port")}`;
  return check.kind === "kdb" ? `${textOf(check, "query")} at ${place}` : `${check.kind.toUpperCase()} ${place}`;
}

export function hostOf(check: Check): string {
  return URL.parse(textOf(check, "url"))?.hostname ?? (textOf(check, "host") || textOf(check, "name") || check.id);
}

/** Queries may hold tokens. */
function printableUrl(written: string): string {
  const url = URL.parse(written);
  return url === null ? written : `${url.origin}${url.pathname}`;
}

/** A value of the target, whatever the kind. */
export function textOf({ target }: Check, key: string): string {
  const value = isRecord(target) ? target[key] : undefined;
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function totalOf(phases: readonly PhaseTime[]): number {
  return phases.reduce((totalMs, { ms }) => totalMs + ms, 0);
}
