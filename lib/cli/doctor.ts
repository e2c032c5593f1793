/** `bongsu doctor`: what stands between an alarm and the people. Looks, changes nothing. */
import type { SmsLimits, SubscriptionSeen } from "../aws/sns-inspection.ts";
import { planAlarms } from "../core/alarms/plan.ts";
import { planResponderAlarms } from "../core/alarms/responder-alarms.ts";
import { contactsTold } from "../core/incidents/contacts-told.ts";
import { mutesInForce } from "../core/incidents/mutes.ts";
import type { Config, Contact } from "../core/model/check.ts";
import { resourceNames, type TopicChannel } from "../core/model/resource-names.ts";
import { systemClock } from "../core/time/clock.ts";
import { askForHelp } from "./ask-for-help.ts";
import { explainFailure, loadOrExplain, openIncidents } from "./deployed.ts";
import { ExitCode } from "./exit-code.ts";
import type { Output } from "./output.ts";

export interface DoctorOptions {
  /** Path of the file. */
  readonly config: string;
  readonly json: boolean;
  readonly output: Output;
}

/** `unknown`: it could not be looked at. */
export interface Finding {
  readonly about: string;
  readonly state: "good" | "problem" | "unknown";
  readonly says: string;
}

const MARKS = { good: "✓", problem: "✕", unknown: "?" } as const;

/** Resolves to the exit code: 0 nothing is wrong, 1 something is, 2 the configuration is wrong, 3 something could not be looked at. */
export async function doctor({ config: file, json, output }: DoctorOptions): Promise<number> {
  const config = await loadOrExplain(file, output);
  if (typeof config === "number") return config;
  const looks = [
    ...(contactsTold(config).length === 0 ? [] : [lookAtTable(config)]),
    lookAtAlarms(config),
    lookAtWidget(config),
    ...lookAtContacts(config),
    ...lookAtSms(config),
  ];
  const findings = [...(await Promise.all(looks)).flat(), ...lookAtUntold(config)];
  output.write(json ? `${JSON.stringify({ schemaVersion: 1, findings }, null, 2)}\n` : `${findings.map(lineOf).join("\n")}\n`);
  if (findings.some(({ state }) => state === "problem")) return ExitCode.checkFailed;
  return findings.some(({ state }) => state === "unknown") ? ExitCode.couldNotRun : ExitCode.allGood;
}

function lineOf({ about, state, says }: Finding): string {
  return `${MARKS[state]} ${about}: ${says}`;
}

/** Findings about one thing; what cannot be looked at is said, and the others go on. */
async function look(
  about: string,
  { config, work }: { config: Config; work: () => Promise<Omit<Finding, "about">[]> },
): Promise<Finding[]> {
  try {
    return (await work()).map((finding) => ({ about, ...finding }));
  } catch (error) {
    return [{ about, state: "unknown", says: await explainFailure(error, config) }];
  }
}

function lookAtTable(config: Config): Promise<Finding[]> {
  return look("incidents", {
    config,
    work: async () => {
      const { incidents, mutes, outbox } = await (await openIncidents(config)).read();
      const open = incidents.filter(({ state }) => state !== "closed").length;
      const muted = mutesInForce(mutes, systemClock.epochMs()).length;
      const tried = outbox.filter(({ attempts }) => attempts > 1);
      const contacts = [...new Set(tried.map(({ contact }) => contact))].join(", ");
      return [
        good(`${open} open, ${muted} muted, ${outbox.length} to be told`),
        ...(tried.length === 0 ? [] : [problem(`${tried.length} messages could not be sent so far, to ${contacts}`)]),
      ];
    },
  });
}

function lookAtAlarms(config: Config): Promise<Finding[]> {
  return look("alarms", {
    config,
    work: async () => {
      const [{ createCredentials }, { createCloudWatchClient }, { readDeploymentStates }, { alarmContextOf }] = await Promise.all(
        [
          import("../aws/credentials.ts"),
          import("../aws/cloudwatch-client.ts"),
          import("../aws/alarm-states.ts"),
          import("../aws/responder-input.ts"),
        ],
      );
      // Names of alarms do not depend on where they are.
      const context = alarmContextOf(config, { BONGSU_LOCATION_REGION: "here", BONGSU_LOCATION_VPC: "here" });
      const planned = [...planAlarms(config, context), ...planResponderAlarms(config, context)];
      const client = createCloudWatchClient({ credentials: createCredentials() });
      const states = await readDeploymentStates(planned, { config, context, client, budgetMs: ALARMS_MAX_MS });
      const there = new Set(states.map(({ alarm }) => alarm.name));
      const missing = planned.filter(({ name }) => !there.has(name)).map(({ name }) => name);
      const own = states.filter(({ alarm, state }) => alarm.check === undefined && state === "ALARM");
      return [
        missing.length === 0
          ? good(`all ${planned.length} are there`)
          : problem(`${missing.length} of ${planned.length} are missing, such as "${missing[0]}": deploy again`),
        ...own.map(({ alarm }) => problem(`"${alarm.name}" is on: see docs/runbook.md#${alarm.topic}`)),
      ];
    },
  });
}

const ALARMS_MAX_MS = 30_000;

/** Asked for its help, which reads nothing: whoever may do that sees the pictures on the dashboards. */
function lookAtWidget(config: Config): Promise<Finding[]> {
  return look("dashboards", {
    config,
    work: async () => {
      const { widget } = resourceNames(config.name);
      const asked = await askForHelp(widget);
      if ("answer" in asked) return [good(`the function ${widget} draws for you`)];
      if (asked.refusedWith === 403)
        return [problem(`you may not call the function ${widget}: allow lambda:InvokeFunction on it`)];
      if (asked.refusedWith === 404) return [problem(`the function ${widget} does not exist: deploy again`)];
      return [{ state: "unknown", says: asked.problem }];
    },
  });
}

/** A failure of theirs would reach nobody. */
function lookAtUntold({ checks }: Config): Finding[] {
  const untold = checks.filter(({ notify }) => notify.length === 0);
  const [first] = untold;
  if (first === undefined) return [];
  const which = untold.length === 1 ? first.id : `${untold.length} checks, such as ${first.id}`;
  return [{ about: "notify", ...problem(`nobody is told when something is wrong with ${which}: name a contact under notify`) }];
}

function lookAtContacts(config: Config): Promise<Finding[]>[] {
  return contactsTold(config).map((contact) => look(contact.name, { config, work: () => examine(contact, config) }));
}

async function examine({ emails, name, phones, slack }: Contact, config: Config): Promise<Omit<Finding, "about">[]> {
  const ways: readonly (readonly [TopicChannel, readonly string[]])[] = [
    ["email", emails],
    ["sms", phones],
    ["slack", slack === undefined ? [] : [slack.channel]],
  ];
  const names = resourceNames(config.name);
  const topicOf = (channel: TopicChannel) => names.contactTopic(name, channel);
  const used = ways.filter(([, addresses]) => addresses.length > 0);
  const sns = await openSns();
  const arns = await sns.findTopics(new Set(used.map(([channel]) => topicOf(channel))));
  const findings = used.map(async ([channel, addresses]) => {
    const arn = arns.get(topicOf(channel));
    if (arn === undefined) return [problem(`the topic ${topicOf(channel)} does not exist: deploy again`)];
    if (channel === "slack") return [good(`Slack channel ${addresses.join()} has its topic`)];
    const subscriptions = await sns.listSubscriptions(arn);
    return addresses.map((to) =>
      judge(
        to,
        subscriptions.find(({ endpoint }) => endpoint === to),
      ),
    );
  });
  return (await Promise.all(findings)).flat();
}

function judge(to: string, subscription: SubscriptionSeen | undefined): Omit<Finding, "about"> {
  if (subscription === undefined) return problem(`${to} is not subscribed: deploy again`);
  if (!subscription.isConfirmed) return problem(`${to} has not confirmed: press "Confirm subscription" in the mail from AWS`);
  return good(`${to} is subscribed`);
}

/** Only where somebody is to be texted. */
function lookAtSms(config: Config): Promise<Finding[]>[] {
  if (config.contacts.every(({ phones }) => phones.length === 0)) return [];
  const work = async () => {
    const { readSmsLimits } = await openSns();
    return judgeSms(await readSmsLimits());
  };
  return [look("text messages", { config, work })];
}

function judgeSms({ isSandbox, monthlySpendLimit }: SmsLimits): Omit<Finding, "about">[] {
  const limit = `the account may spend ${monthlySpendLimit ?? "1"} USD a month on them`;
  return [
    isSandbox
      ? problem("the account is in the SMS sandbox: only verified numbers are texted (Amazon SNS, Text messaging)")
      : good("the account is out of the SMS sandbox"),
    Number(monthlySpendLimit ?? 1) <= 1 ? problem(`${limit}, some dozens of messages: ask for more`) : good(limit),
  ];
}

async function openSns() {
  const [{ createCredentials }, { createSnsClient }, { findTopics, listSubscriptions, readSmsLimits }] = await Promise.all([
    import("../aws/credentials.ts"),
    import("../aws/sns-client.ts"),
    import("../aws/sns-inspection.ts"),
  ]);
  const client = createSnsClient({ credentials: createCredentials() });
  return {
    findTopics: (names: ReadonlySet<string>) => findTopics(client, names),
    listSubscriptions: (topicArn: string) => listSubscriptions(client, topicArn),
    readSmsLimits: () => readSmsLimits(client),
  };
}

function good(says: string): Omit<Finding, "about"> {
  return { state: "good", says };
}

function problem(says: string): Omit<Finding, "about"> {
  return { state: "problem", says };
}
