/** The responder on AWS: its ports, and what starts a pass. */
import type { AlarmContext } from "../core/alarms/context.ts";
import { planAlarms } from "../core/alarms/plan.ts";
import { type DeployedAlarms, deployedAlarms } from "../core/alarms/promql-alarms.ts";
import { channelsOf } from "../core/incidents/channels.ts";
import { isQuiet } from "../core/incidents/quiet.ts";
import { respond } from "../core/incidents/respond.ts";
import { observe } from "../core/investigation/observe.ts";
import { languagesOf } from "../core/messages/languages.ts";
import { type PublicationOptions, renderPublication } from "../core/messages/publication.ts";
import { renderSlack } from "../core/messages/slack.ts";
import { otlpChecks } from "../core/metrics/routes.ts";
import type { AlarmSpec } from "../core/model/alarm.ts";
import type { Config, ContactName } from "../core/model/check.ts";
import { resourceNames } from "../core/model/resource-names.ts";
import type { ResponderManifest } from "../core/model/responder-manifest.ts";
import type { Story } from "../core/model/story.ts";
import { createResolver } from "../core/net/system-resolver.ts";
import type { AlarmTransition, Clock, IncidentStore, Messenger, RequestSigner } from "../core/ports.ts";
import { systemClock } from "../core/time/clock.ts";
import { type KnownAlarms, parseNotification, type QueuedMessage } from "./alarm-notifications.ts";
import { readDeploymentStates } from "./alarm-states.ts";
import { describeApiError } from "./api-error.ts";
import { createCloudWatchClient } from "./cloudwatch-client.ts";
import type { AwsCredentials } from "./credentials.ts";
import { createDynamoDbClient } from "./dynamodb-client.ts";
import { createDynamoDbIncidentStore } from "./dynamodb-incident-store.ts";
import { createEvidenceSource } from "./evidence-source.ts";
import { createFreshProbes } from "./fresh-probes.ts";
import { createInvoker, type InvokeFunction } from "./invoke-function.ts";
import { unprobedRecord, unreadableRecord, untoldRecord } from "./log-records.ts";
import { createLogsClient } from "./logs-client.ts";
import { createHistory } from "./metric-routes.ts";
import { createRecordReader } from "./record-reader.ts";
import { createRequestSigner } from "./request-signer.ts";
import { alarmContextOf, topicArnsFrom } from "./responder-input.ts";
import { createSnsClient } from "./sns-client.ts";
import { createSnsMessenger, type Publication } from "./sns-messenger.ts";

export interface ResponderOptions {
  readonly manifest: ResponderManifest;
  readonly functionArn: string;
  readonly credentials: AwsCredentials;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (record: string) => void;
  readonly clock?: Clock;
}

export interface Responder {
  /** Notifications of alarms. Gives those that are to come again; what can never be read is logged once and is done. */
  hear(messages: readonly QueuedMessage[]): Promise<readonly { readonly itemIdentifier: string }[]>;
  /** What is due. Rejects when it could not see or decide. */
  tick(): Promise<void>;
}

/** Enough for 20,000 alarms. */
const ALARMS_MAX_MS = 35_000;
const EVIDENCE_MAX_MS = 8_000;
const DELIVERY_MAX_MS = 20_000;
const MINUTE_MS = 60_000;
/** While all is quiet the alarms are looked at only so often: a notification that was lost is made up for then. */
const LOOK_EVERY_MINUTES = 5;

export function createResponder(options: ResponderOptions): Responder {
  return new AwsResponder(options);
}

class AwsResponder implements Responder {
  readonly #config: Config;
  readonly #context: AlarmContext;
  readonly #alarms: readonly AlarmSpec[];
  readonly #deployed: DeployedAlarms;
  readonly #store: IncidentStore;
  readonly #messenger: Messenger;
  readonly #clients: Clients;
  readonly #invoke: InvokeFunction;
  readonly #signer: RequestSigner;
  readonly #env: ResponderOptions["env"];
  readonly #clock: Clock;
  readonly #log: ResponderOptions["log"];

  constructor({ manifest, functionArn, credentials, env, log, clock = systemClock }: ResponderOptions) {
    const { config } = manifest;
    this.#config = config;
    this.#context = alarmContextOf(config, env);
    this.#alarms = planAlarms(config, this.#context);
    this.#deployed = deployedAlarms(this.#alarms, { config, context: this.#context });
    this.#clients = createClients(credentials);
    this.#signer = createRequestSigner({ credentials, clock });
    this.#env = env;
    this.#invoke = createInvoker({ signer: this.#signer, resolver: createResolver(), clock, env });
    this.#clock = clock;
    this.#log = log;
    const { dynamoDb, sns } = this.#clients;
    const tableName = resourceNames(config.name).incidentTable;
    this.#store = createDynamoDbIncidentStore({ client: dynamoDb, tableName, deployment: config.name });
    const render = (story: Story, contact: ContactName) => publicationOf(story, languagesOf(contact, config));
    this.#messenger = createSnsMessenger({ client: sns, topicArnOf: topicArnsFrom(functionArn, config.name), render });
  }

  async hear(messages: readonly QueuedMessage[]): Promise<{ itemIdentifier: string }[]> {
    const { classic, promql } = this.#deployed;
    const alarms: KnownAlarms = new Map([...classic, ...promql].map((alarm) => [alarm.name, alarm]));
    const transitions: AlarmTransition[] = [];
    const readable: QueuedMessage[] = [];
    for (const message of messages) {
      const parsed = parseNotification(message.body, alarms);
      if (typeof parsed === "object" && "unreadable" in parsed) this.#log(unreadableRecord(message.body, parsed.unreadable));
      else if (parsed !== "unknown") {
        if (parsed !== "moved") transitions.push(parsed);
        readable.push(message);
      }
    }
    if (readable.length === 0) return [];
    try {
      await this.#pass(transitions);
      return [];
    } catch (error) {
      this.#log(JSON.stringify({ bongsu: "failed", reason: describeApiError(error) }));
      return readable.map(({ messageId }) => ({ itemIdentifier: messageId }));
    }
  }

  async tick(): Promise<void> {
    const minute = Math.floor(this.#clock.epochMs() / MINUTE_MS);
    const isLookDue = minute % LOOK_EVERY_MINUTES === 0;
    if (isLookDue || !isQuiet(await this.#store.read())) await this.#pass([]);
  }

  async #pass(transitions: readonly AlarmTransition[]): Promise<void> {
    const clock = this.#clock;
    const { name: deployment, timezone } = this.#config;
    const report = await respond(transitions, {
      ...{ deployment, timezone, clock, store: this.#store, messenger: this.#messenger },
      channels: channelsOf(this.#config),
      ...this.#observe(),
      deliverForMs: DELIVERY_MAX_MS,
    });
    const untold = report.failed + report.undelivered;
    if (untold > 0) this.#log(untoldRecord(untold, report.problems));
  }

  #observe() {
    const { cloudWatch, logs } = this.#clients;
    const clock = this.#clock;
    const evidence = createEvidenceSource({
      config: this.#config,
      reader: createRecordReader({ client: logs, clientIn: this.#clients.logsIn, budgetMs: EVIDENCE_MAX_MS, clock }),
      history: createHistory({
        ...{ client: cloudWatch, signer: this.#signer, env: this.#env, budgetMs: EVIDENCE_MAX_MS, clock },
        otlpChecks: otlpChecks(this.#config.checks),
      }),
      probe: createFreshProbes({
        ...{ config: this.#config, invoke: this.#invoke, clock },
        onProblem: (sentence) => this.#log(unprobedRecord(sentence)),
      }),
    });
    const at = { config: this.#config, context: this.#context };
    const readAlarms = () => readDeploymentStates(this.#alarms, { ...at, client: cloudWatch, budgetMs: ALARMS_MAX_MS, clock });
    return observe({ ...at, evidence, readAlarms, clock });
  }
}

type Clients = ReturnType<typeof createClients>;

function createClients(credentials: AwsCredentials) {
  return {
    cloudWatch: createCloudWatchClient({ credentials }),
    dynamoDb: createDynamoDbClient({ credentials }),
    logs: createLogsClient({ credentials }),
    logsIn: onceEach((region) => createLogsClient({ credentials, region })),
    sns: createSnsClient({ credentials }),
  };
}

/** As many as the deployment has Regions. */
function onceEach<Thing>(make: (region: string) => Thing): (region: string) => Thing {
  const made = new Map<string, Thing>();
  return (region) => {
    const thing = made.get(region) ?? make(region);
    made.set(region, thing);
    return thing;
  };
}

function publicationOf(story: Story, languages: PublicationOptions): Publication {
  const { subject, structure } = renderPublication(story, languages);
  const slack = JSON.stringify(renderSlack(story, languages.language));
  return { subject, texts: { email: structure.default, sms: structure.sms, slack } };
}
