/** Failures made on purpose, by class: whatever breaks, the mail gives all six answers, blames the right thing, and claims nothing that it has not seen. */
import { describe, expect, it } from "vitest";
import { diagnose } from "../lib/core/diagnosis/diagnose.ts";
import { causeTexts } from "../lib/core/messages/causes.ts";
import { type Email, renderEmail } from "../lib/core/messages/email.ts";
import type { CauseId } from "../lib/core/model/cause.ts";
import type { Check } from "../lib/core/model/check.ts";
import type { Outcome } from "../lib/core/model/outcome.ts";
import type { Story } from "../lib/core/model/story.ts";
import { createResolver } from "../lib/core/net/system-resolver.ts";
import { type RunOptions, runCheck } from "../lib/core/run/run-check.ts";
import { serveBoard } from "./kit/boards.ts";
import { makeCertificate } from "./kit/certificates.ts";
import { httpCheck, makeCheck, runOptions, tcpCheck } from "./kit/checks.ts";
import { startDeafListener } from "./kit/deaf-listener.ts";
import { startDns } from "./kit/dns-server.ts";
import { silent } from "./kit/hostile/silent.ts";
import { tricklesBody } from "./kit/hostile/trickles-body.ts";
import { anOutcome } from "./kit/outcomes.ts";
import { closedPort, startHttp, startTlsHttp } from "./kit/servers.ts";

const MINUTE_MS = 60_000;
const TIMES = 3;
const CHECK = "acme/checkout";
const OTHER = "acme/login";
const SECTIONS = ["SINCE", "WHAT", "PROBABLE CAUSE", "EVIDENCE", "RELATED", "NEXT STEPS"];
const KOREAN_SECTIONS = ["시작", "대상", "추정 원인", "근거", "관련 체크", "다음 할 일"];
const GOOD_PHASES = ["connect", "server", "transfer"].map((phase) => ({ phase, ms: 5 }));
/** One attempt only: the interval leaves no room for a second. */
const soon: Partial<Check> = { timeoutMs: 300, everyMs: 301 };
const root = makeCertificate("Acme Root", { isAuthority: true });
const trusted = { http: { tls: { verify: true, ca: root.cert } } };

/** Runs a check that must fail. */
type Act = (check: Check, options?: Partial<RunOptions>) => Promise<Story>;

/** What is broken on purpose, and what must be blamed for it. */
const CLASSES: Readonly<Record<string, { readonly cause: CauseId; readonly fail: (act: Act) => Promise<Story> }>> = {
  "a name that does not exist": { cause: "name-missing", fail: withoutName },
  "a port that refuses": {
    cause: "not-listening",
    fail: async (act) => await act(tcpCheck(await closedPort())),
  },
  "a port that does not answer": { cause: "host-silent", fail: atDeafPort },
  "a certificate that has expired": {
    cause: "certificate-expired",
    fail: withCertificate({ validFromDays: -9, validToDays: -2 }),
  },
  "a certificate of another name": { cause: "certificate-name-mismatch", fail: withCertificate({ altNames: ["shop.example"] }) },
  "a 4xx": { cause: "access-refused", fail: answering(403) },
  "a 5xx": { cause: "server-error", fail: answering(503) },
  "a wrong body": { cause: "wrong-content", fail: withWrongBody },
  "a server that is slow": { cause: "not-serving", fail: atTrick(silent) },
  "a body that is slow": { cause: "slow-transfer", fail: atTrick(tricklesBody) },
  "a fault of our own": {
    cause: "prober-fault",
    fail: (act) => act(makeCheck({ kind: "carrier-pigeon", target: {} })),
  },
};

describe("three failures on purpose", () => {
  it.each(Object.entries(CLASSES))(
    "acceptance 3: of %s are explained in six answers, by their cause",
    async (_, { cause, fail }) => {
      const story = await fail(failThreeTimes);
      expect(story.diagnosis.findings[0]?.cause).toBe(cause);
      expect(headingsOf(renderEmail(story, "en"), SECTIONS)).toEqual(SECTIONS);
      expect(headingsOf(renderEmail(story, "ko"), KOREAN_SECTIONS)).toEqual(KOREAN_SECTIONS);

      const { body, subject } = renderEmail(unseen(story), "en");
      expect(body).toContain("\nPROBABLE CAUSE\nUnknown: ");
      expect(headingsOf({ body, subject }, ["EVIDENCE"])).toEqual([]);
      for (const finding of story.diagnosis.findings) expect(body).not.toContain(causeTexts("en").cause(finding).says);
    },
  );
});

/** The same, where nobody has seen a run of it. */
function unseen({ lead, ...story }: Story): Story {
  const { location = "", outcome: _, ...check } = lead ?? expect.unreachable("no check leads");
  const nothing = { id: CHECK, kind: "http", location, outcomes: [] };
  const diagnosis = diagnose({ nowEpochMs: story.toldAtEpochMs, timezone: story.timezone, check: nothing });
  return { ...story, lead: { ...check, location }, diagnosis };
}

/** The story that this computer tells of a check that fails three times after an hour of good runs, beside another that is fine. */
const failThreeTimes: Act = async (check, options) => {
  const failing = { ...check, id: CHECK, group: "acme" };
  const failed: Outcome[] = [];
  for (let time = 0; time < TIMES; time += 1) failed.push(await runCheck(failing, runOptions(options)));
  const checks = [{ ...failing, everyMs: MINUTE_MS }, makeCheck({ id: OTHER, kind: "tcp", target: { host: "other.example" } })];
  await using served = await serveBoard(checks, (add) => {
    for (let minute = 60; minute > 0; minute -= 1) {
      add(anOutcome({ check: OTHER }), minute * MINUTE_MS);
      add(failed.at(-minute) ?? anOutcome({ check: CHECK, phases: GOOD_PHASES }), minute * MINUTE_MS);
    }
  });
  return served.board.details(CHECK)?.story ?? expect.unreachable("nothing is told");
};

async function withoutName(run: Act): Promise<Story> {
  await using server = await startDns(() => ({ rcode: 3 }));
  const resolver = createResolver({ servers: [server.address] });
  const story = await run(httpCheck("http://api.acme.example/", soon), { resolver });
  resolver.close();
  return story;
}

async function atDeafPort(run: Act): Promise<Story> {
  await using server = await startDeafListener();
  return await run(tcpCheck(server.port, soon));
}

function withCertificate(parts: object): (run: Act) => Promise<Story> {
  return async (run) => {
    const { cert, keyPem: key } = makeCertificate("127.0.0.1", { issuer: root, ...parts });
    await using server = await startTlsHttp({ cert, key });
    return await run(httpCheck(`https://127.0.0.1:${server.port}/`, trusted));
  };
}

function answering(status: number): (run: Act) => Promise<Story> {
  return async (run) => {
    await using server = await startHttp((_, response) => response.writeHead(status).end("db pool exhausted"));
    return await run(httpCheck(`http://127.0.0.1:${server.port}/`));
  };
}

async function withWrongBody(run: Act): Promise<Story> {
  await using server = await startHttp((_, response) => response.end("we are closed"));
  const expect = [{ fact: "body", matcher: { op: "contains", value: "welcome" } }] as const;
  return await run(httpCheck(`http://127.0.0.1:${server.port}/`, { expect }));
}

function atTrick(trick: typeof silent): (run: Act) => Promise<Story> {
  return async (run) => {
    await using server = await trick.start();
    return await run(httpCheck(`http://127.0.0.1:${server.port}/`, soon));
  };
}

function headingsOf({ body }: Email, wanted: readonly string[]): string[] {
  const lines = body.split("\n");
  return wanted.filter((heading) => lines.some((line) => line === heading || line.startsWith(`${heading} (`)));
}
