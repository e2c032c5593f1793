/** `logs: { group: /acme/app, pattern: ExpiredToken }`. */
import { z } from "zod";
import { text } from "../../config/fields.ts";
import { kindSchema } from "../../config/kind-schema.ts";
import type { Refuse } from "../../config/problem.ts";
import { hasReference, refuseReferences } from "../../config/references.ts";
import { showText } from "../../config/show.ts";
import { logsFacts } from "./facts.ts";
import { filterPattern } from "./pattern.ts";
import type { LogsTarget } from "./target.ts";

const target: z.ZodType<LogsTarget, LogsTarget> = z.strictObject({
  group: text(checkGroup, "/acme/app").describe("Name of the log group, in the same account and Region."),
  pattern: filterPattern.describe("What is counted, in CloudWatch Logs' filter syntax."),
});

export const logsSchema = kindSchema({
  target: target.describe("Log events that match a pattern are counted. Takes effect on AWS alone."),
  facts: logsFacts,
  defaults: [{ fact: "count", matcher: { op: "atMost", value: 0 } }],
  // A line that was written stays written: nothing is gained by waiting for a second one, and a rare one would never be told.
  alarm: { badDatapoints: 1, ofDatapoints: 1 },
});

function checkGroup(name: string, refuse: Refuse): void {
  if (hasReference(name)) refuseReferences(name, refuse);
  else if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)) {
    const message = `${showText(name)} is not the name of a log group.`;
    refuse({ code: "log-group-malformed", message, fix: cure(name) });
  }
}

function cure(name: string): string {
  const [, inArn] = /^arn:[^:]+:logs:[^:]*:[^:]*:log-group:([^:]+)/.exec(name) ?? [];
  if (inArn !== undefined) return `Write the name without the rest of the ARN: ${inArn}.`;
  return 'Write letters, digits and "." "-" "_" "/" "#", as in /acme/app.';
}
