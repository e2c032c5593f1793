/** What a valid configuration may ask that this deployment cannot give: said at synth, all at once, before anything is deployed. */
import { Token } from "aws-cdk-lib";
import { AWS_REGIONS } from "../core/config/regions.ts";
import { suggest } from "../core/config/suggest.ts";
import { channelsOf } from "../core/incidents/channels.ts";
import type { Check, Config } from "../core/model/check.ts";
import { resourceNames } from "../core/model/resource-names.ts";
import { formatDuration } from "../core/model/units.ts";
import { isProbed } from "../core/probes/index.ts";
import { otherRegions } from "../core/run/other-regions.ts";
import { ALARM_STACKS_MAX, alarmStacksNeeded, fitAlarmStacks } from "./alarm-places.ts";
import { ACTIONS_MAX } from "./alarms.ts";
import { grantsTooMany } from "./grants-room.ts";
import { fitsInvocation } from "./prober-time.ts";
import { secretNames } from "./secret-names.ts";

export interface Given {
  readonly hasVpc: boolean;
  /** In which the stack will be; absent where that is open. */
  readonly region?: string;
  /** In how many stacks the alarms of checks are to stand; absent: in as many as they need. */
  readonly alarmStacks?: number;
  /** Of secrets and parameters that probers may read as a whole. */
  readonly secretPaths?: readonly string[];
  /** Where the runbook can be read. */
  readonly runbookBaseUrl?: string;
}

/** One sentence a fault, each naming its check and the cure. */
export function refusals(config: Config, { hasVpc, region, alarmStacks, secretPaths = [], runbookBaseUrl }: Given): string[] {
  const probed = config.checks.filter(isProbed);
  const outside = hasVpc || config.vpc !== undefined ? [] : probed.filter(({ from }) => from.includes("vpc"));
  const endless = probed.filter((check) => !fitsInvocation(check));
  return [
    ...contactsOfOneName(config),
    ...directTopicsTooMany(config),
    ...alarmStacksWrong(config, alarmStacks),
    ...secretPathsWrong(secretPaths),
    ...grantsTooMany(config, secretPaths),
    ...runbookWrong(runbookBaseUrl),
    ...regionsWrong(config, region),
    ...config.checks.flatMap(variablesOf),
    ...outside.map(
      ({ id }) =>
        `${id} has "from: vpc", but no VPC is given: write vpc: with its ids into checks.yaml, or pass { vpc } to the Bongsu construct.`,
    ),
    ...endless.map(
      ({ id, timeoutMs }) =>
        `${id} has "timeout: ${formatDuration(timeoutMs)}": tried twice it does not fit Lambda's 15 minutes; 7m does.`,
    ),
  ];
}

/** The name of a topic may not hold a full stop, so two contacts may come to one. */
function contactsOfOneName({ name, contacts }: Config): string[] {
  const { contactTopic } = resourceNames(name);
  const sharing = [...Map.groupBy(contacts, (contact) => contactTopic(contact.name, "email")).values()].filter(
    ({ length }) => length > 1,
  );
  return sharing.map(
    (same) => `${same.map((contact) => contact.name).join(" and ")} would share one SNS topic: rename one of them.`,
  );
}

/** What is wrong with the responder itself cannot go through it, and an alarm of CloudWatch takes five topics at most. */
function directTopicsTooMany({ operators, contacts }: Config): string[] {
  const channels = channelsOf({ contacts });
  const topics = operators.flatMap((name) => channels[name] ?? []);
  if (topics.length <= ACTIONS_MAX) return [];
  return [
    `operators are reached in ${topics.length} ways (mail, texts and Slack of each contact): an alarm of CloudWatch takes ${ACTIONS_MAX}.`,
  ];
}

function alarmStacksWrong(config: Config, given: number | undefined): string[] {
  const needed = alarmStacksNeeded(config);
  if (needed === undefined)
    return ["These are more alarms than one deployment can hold: give some groups a configuration of their own name."];
  if (given === undefined || (isCount(given) && fitAlarmStacks(config, given))) return [];
  if (!isCount(given))
    return [`alarmStacks is ${given}: write a whole number from 0 to ${ALARM_STACKS_MAX}; ${needed} is enough.`];
  return [`alarmStacks is ${given}, but the alarms of the checks do not fit into so few: ${needed} is enough.`];
}

/** Without the slash it would be a prefix of names, and an empty one would be all of them. */
function secretPathsWrong(paths: readonly string[]): string[] {
  const wrong = paths.filter((path) => !/^\/?[\w.@+=-][\w/.@+=-]*\/$/.test(path));
  return wrong.map((path) => `secretPaths holds ${JSON.stringify(path)}: write a path that ends in a slash, such as "acme/".`);
}

/** Alarms link to its sections, out of CloudWatch and mails. One that is known only when it is deployed cannot be looked at here. */
function runbookWrong(url: string | undefined): string[] {
  if (url === undefined || Token.isUnresolved(url) || (/^https?:\/\/[^#\s]+$/.test(url) && URL.canParse(url))) return [];
  const cure = 'write its whole address without a section, such as "https://wiki.acme.example/bongsu/runbook"';
  return [
    `The address of the runbook (runbookUrl, runbookBaseUrl) is ${JSON.stringify(url)}, to which no mail can link: ${cure}.`,
  ];
}

function isCount(number: number): boolean {
  return Number.isInteger(number) && number >= 0 && number <= ALARM_STACKS_MAX;
}

/** `eu-west-1`, `us-gov-west-1`: whatever is named like a Region, as there will be new ones. */
const REGION = /^[a-z]{2,4}(-[a-z]{2,5})?-(central|north|south|(north|south)?(east|west))-\d$/;

function regionsWrong(config: Config, home: string | undefined): string[] {
  return home === undefined ? homeMissing(config) : [...homeMisspelt(home), ...homeAmongOthers(config, home)];
}

/** Probers elsewhere must be told where home is. */
function homeMissing(config: Config): string[] {
  const others = otherRegions(config);
  if (others.length === 0) return [];
  const cure =
    'give the stack its env, as in new Stack(app, name, { env: { region: "eu-west-1" } }); with the app of Bongsu: npx cdk deploy --all -c region=eu-west-1.';
  return [`Checks run from ${others.join(", ")} too, and which Region is home nobody says: ${cure}`];
}

function homeMisspelt(home: string): string[] {
  if (REGION.test(home)) return [];
  const near = suggest(home, AWS_REGIONS);
  return [`There is no Region ${JSON.stringify(home)} to deploy in.${near === undefined ? "" : ` Did you mean ${near}?`}`];
}

function homeAmongOthers(config: Config, home: string): string[] {
  if (!otherRegions(config).includes(home)) return [];
  const cure = `write "from: region" for it, or deploy in another Region: -c region=NAME, or the stack's env`;
  return [
    `Checks run "from: ${home}", which is the Region of the deployment: ${cure}. Where nothing is named, it is that of your credentials, or us-east-1.`,
  ];
}

/** A deployed prober could never resolve them: the check would stay unknown, which pages nobody. */
function variablesOf(check: Check): string[] {
  return secretNames([check]).variables.map(
    (name) => `${check.id} refers to \${env:${name}}, which only this computer has: write \${secret:…} or \${ssm:…}.`,
  );
}
