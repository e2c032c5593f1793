/** Readers of whole documents that others wrote: files of other monitors, case files, notifications of alarms. */
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { parseNotification, queuedMessages } from "../../lib/aws/alarm-notifications.ts";
import { isCaseFile, isSoundOutcome } from "../../lib/core/diagnosis/case-file-shape.ts";
import { diagnose } from "../../lib/core/diagnosis/diagnose.ts";
import { FILE_FORMATS } from "../../lib/core/import/formats.ts";
import { importChecks } from "../../lib/core/import/import-checks.ts";
import { parseJson } from "../../lib/core/run/parse-json.ts";
import { arbitraryCaseFile } from "../../test/kit/arbitrary-case-file.ts";
import { anAlarm } from "../../test/kit/incidents.ts";
import type { Parser } from "./parser.ts";

const CASE_FILES = { numRuns: 30, seed: 7 };
const FIXTURES = join(import.meta.dirname, "../../test/fixtures/import");
const alarm = anAlarm();
const alarms = new Map([[alarm.name, alarm]]);

export const documentParsers: readonly Parser[] = [
  // Like checks.yaml the user's own files, read on the user's own machine.
  { name: "files of other monitors", honest: fixtures("*.{json,yaml}"), read: readForeign, slowMs: 2_000 },
  {
    name: "Prometheus configuration beside blackbox_exporter's",
    honest: fixtures("prometheus.yaml"),
    read: readTargets,
    slowMs: 2_000,
  },
  { name: "notification of an alarm", honest: [Buffer.from(notification())], read: readNotification },
  { name: "case file, with its diagnosis", honest: caseFiles(), read: readCaseFile },
];

function fixtures(pattern: string): Buffer[] {
  return globSync(pattern, { cwd: FIXTURES }).map((name) => readFileSync(join(FIXTURES, name)));
}

/** As what it looks like, and as what it is taken for. */
function readForeign(input: Buffer): unknown {
  const text = String(input);
  const format = FILE_FORMATS[(input.at(-1) ?? 0) % FILE_FORMATS.length];
  return [importChecks(text), importChecks(text, format === undefined ? {} : { format })];
}

function readTargets(input: Buffer): unknown {
  return importChecks("modules: { http_2xx: { prober: http } }", { prometheus: String(input) });
}

function notification(): string {
  return JSON.stringify({
    ...{ AlarmName: alarm.name, NewStateValue: "ALARM", OldStateValue: "OK", NewStateReason: "Threshold Crossed: 2 datapoints" },
    StateChangeTime: "2026-11-22T08:21:00.123+0000",
  });
}

/** As the body of a queue's message, and as the event that brings it. */
function readNotification(input: Buffer): unknown {
  const body = String(input);
  const messages = queuedMessages(documentIn(body)) ?? queuedMessages({ Records: [{ messageId: "1", body }] });
  return messages?.map((message) => parseNotification(message.body, alarms));
}

function caseFiles(): Buffer[] {
  return fc.sample(arbitraryCaseFile, CASE_FILES).map((file) => Buffer.from(JSON.stringify(file)));
}

function readCaseFile(input: Buffer): unknown {
  const document = documentIn(String(input));
  return isCaseFile(document) ? diagnose(document) : isSoundOutcome(document);
}

function documentIn(text: string): unknown {
  const parsed = parseJson(text);
  return "document" in parsed ? parsed.document : undefined;
}
