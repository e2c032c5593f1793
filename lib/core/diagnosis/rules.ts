/** All causes, in the order of elimination and, within it, the more telling first. */
import { awsCredentialRules } from "./aws-credentials.ts";
import { certificateRules } from "./certificates.ts";
import { clockRules } from "./clock.ts";
import { connectRules } from "./connect.ts";
import { dependencyRules } from "./dependency.ts";
import { dnsRules } from "./dns.ts";
import { garbledRules } from "./garbled.ts";
import { hostRules } from "./host.ts";
import { httpAnswerRules } from "./http-answer.ts";
import { kdbRules } from "./kdb.ts";
import { locationRules } from "./location.ts";
import { notServingRules } from "./not-serving.ts";
import { objectAgeRules } from "./object-age.ts";
import { ourselvesRules } from "./ourselves.ts";
import { redirectRules } from "./redirects.ts";
import { resourceRules } from "./resources.ts";
import { restartRules } from "./restart.ts";
import type { Rule } from "./rule.ts";
import { staleMetricsRules } from "./stale-metrics.ts";
import { threadRules } from "./threads.ts";
import { timingRules } from "./timing.ts";
import { tlsRules } from "./tls.ts";
import { transferRules } from "./transfer.ts";

export const RULES: readonly Rule[] = [
  ...ourselvesRules,
  ...clockRules,
  ...locationRules,
  ...dependencyRules,
  ...hostRules,
  ...staleMetricsRules,
  ...dnsRules,
  ...certificateRules,
  ...tlsRules,
  ...connectRules,
  ...awsCredentialRules,
  ...objectAgeRules,
  ...redirectRules,
  ...httpAnswerRules,
  ...threadRules,
  ...resourceRules,
  ...kdbRules,
  ...notServingRules,
  ...transferRules,
  ...garbledRules,
  ...timingRules,
  ...restartRules,
];
