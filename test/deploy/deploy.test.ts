/**
 * A real `cdk deploy` of the sample and of a configuration with every kind to an emulator, and all that was deployed at work.
 * One story, told in order. What it cannot show, since the emulator knows it not or wrongly: when alarms go off, what roles may do,
 * updates in place, and that a filter pattern leaves anything out.
 */
import { execFileSync } from "node:child_process";
import { DescribeAlarmsCommand, ListMetricsCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeMetricFiltersCommand, FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RecordKind } from "../../lib/aws/log-records.ts";
import { createMetricHistory } from "../../lib/aws/metric-history.ts";
import { createRecordReader } from "../../lib/aws/record-reader.ts";
import {
  checkDimensions,
  deploymentNamespace,
  METRIC_NAMESPACE,
  METRICS,
  shardDimensions,
} from "../../lib/core/metrics/catalogue.ts";
import type { AlarmMetric } from "../../lib/core/model/alarm.ts";
import { resourceNames } from "../../lib/core/model/resource-names.ts";
import { isRecord } from "../../lib/core/shapes.ts";
import type { Point } from "../../lib/core/trends/series.ts";
import { aContext } from "../kit/widget.ts";
import { functionSettings, listAccount, resourceStates } from "./account.ts";
import { namedByDashboard } from "./dashboard.ts";
import { deployedAlarms, plannedAlarms, readConfig } from "./deployed-alarms.ts";
import { REGION } from "./emulator.ts";
import { eventually } from "./eventually.ts";
import { type Inbox, openQueue, openWebHook, receive } from "./inbox.ts";
import { run } from "./run.ts";
import { DEPLOYMENT, LOG_GROUP } from "./targets.ts";
import { createWorld, type World } from "./world.ts";

const SAMPLE = "acme";
const MINUTE_MS = 60_000;
/** Those that are looked at once a minute; what the emulator's own schedule does meanwhile to the others is another matter. */
const EVERY_MINUTE = ["certificate", "export", "name", "port", "threads", "ticks"];
const names = resourceNames(DEPLOYMENT);

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(async () => await world?.[Symbol.asyncDispose]());

describe("what cdk deploy makes", () => {
  it("is complete, and only what the emulator does not know was left out", async () => {
    const { aws, everyKind, sample } = world;
    expect(sample.assembly.removed).toEqual([]);
    expect(everyKind.assembly.removed).toEqual(["AWS::Chatbot::SlackChannelConfiguration"]);
    for (const deployment of [SAMPLE, DEPLOYMENT]) {
      const states = await resourceStates(aws, `bongsu-${deployment}`);
      expect(states.size).toBeGreaterThan(70);
      expect(new Set(states.values())).toEqual(new Set(["CREATE_COMPLETE"]));
    }
  });

  it("has the alarms that were planned, with all that they say, under the names that the responder expects", async () => {
    for (const { checks } of [world.sample, world.everyKind]) {
      const config = await readConfig(checks);
      const { env } = await functionSettings(world.aws, resourceNames(config.name).responder);
      expect(await deployedAlarms(world.aws, config)).toEqual(plannedAlarms(config, env));
    }
  });

  it("counts the log events of a check by its own pattern", async () => {
    const { metricFilters = [] } = await world.aws.logs.send(new DescribeMetricFiltersCommand({ logGroupName: LOG_GROUP }));
    expect(metricFilters).toMatchObject([
      {
        filterPattern: "ExpiredToken",
        metricTransformations: [
          { metricNamespace: deploymentNamespace(DEPLOYMENT), metricName: "LogEvents/shop/tokens", metricValue: "1" },
        ],
      },
    ]);
  });
});

describe("the functions", () => {
  it("start from their assets under Node 24, and probe every kind", async () => {
    const { aws, emulator } = world;
    expect(execFileSync("node", ["--version"], { env: { ...emulator.env }, encoding: "utf8" })).toMatch(/^v24\./);
    expect(await functionSettings(aws, names.prober("region"))).toMatchObject({ runtime: "nodejs24.x" });
    expect(await probe("region-1m-0")).toEqual({ status: 200, payload: null });
    expect(await troubleIn(names.logGroup("region"))).toEqual([]);
  });

  it("publish datapoints with exactly these dimensions", async () => {
    const { Metrics = [] } = await world.aws.cloudWatch.send(new ListMetricsCommand({ Namespace: METRIC_NAMESPACE }));
    const published = Metrics.map(({ Dimensions = [], MetricName }) => {
      return `${MetricName} ${Dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join()}`;
    });
    // Published once, at midnight in UTC.
    const expected = published.filter((name) => !/^CertificateDaysLeft|shop\/page|region-10s-0/.test(name)).toSorted();
    const place = `Location=${REGION}`;
    expect(expected).toEqual(
      [
        ...EVERY_MINUTE.flatMap((id) => [
          `Up Deployment=shop,Check=shop/${id},${place}`,
          `LatencyMs Deployment=shop,Check=shop/${id},${place}`,
        ]),
        `Value Deployment=shop,Check=shop/threads,${place},Series=threads`,
        ...["Heartbeat", "Unknown", "Missed", "LoopLagMs"].map((name) => `${name} Deployment=shop,Shard=region-1m-0,${place}`),
      ].toSorted(),
    );
    for (const id of EVERY_MINUTE) {
      expect(new Set((await pointsOf(up(`shop/${id}`))).map(({ value }) => value)), id).toEqual(new Set([1]));
    }
    const threads = { ...up("shop/threads"), name: "Value", dimensions: { ...up("shop/threads").dimensions, Series: "threads" } };
    expect((await pointsOf(threads))[0]?.value).toBe(42);
  });

  it("read the history of what was published, and miss nothing", async () => {
    for (const analysis of ["leaks", "hours"]) {
      const event = { analysis, scheduledTime: new Date().toISOString() };
      expect(await world.aws.invoke(names.analyst("region"), event)).toEqual({ status: 200, payload: null });
    }
    expect(await troubleIn(names.analystLogGroup("region"))).toEqual([]);
  });

  it("leave a crash with its reason among the dead letters", async () => {
    const { aws } = world;
    const event = { shard: "no-such-shard", scheduledTime: new Date().toISOString() };
    await aws.invoke(names.prober("region"), event, "hand-over");
    const { QueueUrl } = await aws.sqs("GetQueueUrl", { QueueName: names.deadLetterQueue });
    const letter = await eventually("a dead letter", async () => (await receive(aws, String(QueueUrl)))[0], { withinMs: 30_000 });
    expect(JSON.parse(letter)).toMatchObject({
      requestPayload: event,
      responsePayload: { errorMessage: 'The manifest has no shard "no-such-shard", only: region-10s-0, region-1m-0.' },
    });
  });
});

describe("the dashboards", () => {
  it("name alarms, functions, queues, logs and metrics that there are, and no others", async () => {
    const { aws } = world;
    const [overview, ofCheck] = await Promise.all(
      [names.dashboard, names.checkDashboard].map((name) => namedByDashboard(aws, name)),
    );
    if (overview === undefined || ofCheck === undefined) throw new Error("There are not two dashboards.");
    const { MetricAlarms = [] } = await aws.cloudWatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix: `${DEPLOYMENT}: ` }));
    expect(overview.alarmArns.toSorted()).toEqual(MetricAlarms.map(({ AlarmArn }) => AlarmArn).toSorted());
    const account = await listAccount(aws);
    const parts = [...overview.parts, ...ofCheck.parts];
    expect(parts).toEqual(expect.arrayContaining([names.prober("region"), names.logGroup("region"), names.deadLetterQueue]));
    for (const part of parts)
      expect(
        account.some((one) => one.endsWith(part)),
        part,
      ).toBe(true);
    const counted = await countedFromLogs();
    expect(counted).toEqual(expect.arrayContaining([...overview.counted]));
    const named = [...overview.published, ...ofCheck.published];
    expect(Object.keys(METRICS)).toEqual(expect.arrayContaining(named.map((one) => one.split(" ")[0])));
    // The others are published once a day, or when something is wrong.
    const everyPass = named.filter((one) => /^(Up|LatencyMs|Value|Heartbeat|Unknown|Missed|LoopLagMs) /.test(one));
    expect(everyPass).toContain("Up {Deployment,Check,Location}");
    expect(await publishedMetrics()).toEqual(expect.arrayContaining(everyPass));
  });

  async function countedFromLogs(): Promise<string[]> {
    const { metricFilters = [] } = await world.aws.logs.send(new DescribeMetricFiltersCommand({}));
    const transformations = metricFilters.flatMap(({ metricTransformations = [] }) => metricTransformations);
    return transformations.map(({ metricName, metricNamespace }) => `${metricNamespace} ${metricName}`);
  }

  async function publishedMetrics(): Promise<string[]> {
    const { Metrics = [] } = await world.aws.cloudWatch.send(new ListMetricsCommand({ Namespace: METRIC_NAMESPACE }));
    return Metrics.map(({ Dimensions = [], MetricName }) => `${MetricName} {${Dimensions.map(({ Name }) => Name).join()}}`);
  }
});

describe("an outage", () => {
  const inboxes = new Map<string, Inbox>();
  const read = async (name: string) => (await inboxes.get(name)?.read()) ?? [];
  const ALARM = "shop: shop/page is down";

  beforeAll(async () => {
    for (const channel of ["email", "sms", "slack"] as const) {
      inboxes.set(channel, await openQueue(world.aws, names.contactTopic("oncall", channel)));
    }
    inboxes.set("web hook", await openWebHook(world.aws, names.contactTopic("oncall", "email")));
    inboxes.set("operators", await openQueue(world.aws, names.contactTopic("platform", "email")));
  });
  afterAll(async () => void (await Promise.all([...inboxes.values()].map((inbox) => inbox[Symbol.asyncDispose]()))));

  it("leaves its evidence in the prober's log, one line of JSON a run and nothing around it", async () => {
    world.targets.answerPage(503);
    await world.aws.invoke(
      names.prober("region"),
      { shard: "region-10s-0", scheduledTime: new Date().toISOString() },
      "hand-over",
    );
    // At once, so that the time for which the responder waits for more runs meanwhile.
    await setAlarm(ALARM, "ALARM");
    const records = await eventually("evidence", async () => nonEmpty(await troubleIn(names.logGroup("region"))), {
      withinMs: 100_000,
    });
    expect(records[0]).toMatchObject({ bongsu: "outcome", check: "shop/page", status: "down", facts: { status: 503 } });
    const { events = [] } = await world.aws.logs.send(new FilterLogEventsCommand({ logGroupName: names.logGroup("region") }));
    const lines = events.map(({ message = "" }) => message).filter((message) => message.includes('"bongsu":"outcome"'));
    expect(lines.length).toBe(records.length);
    expect(lines.every((line) => line.startsWith('{"bongsu":"'))).toBe(true);
  });

  it("reaches people through alarm, topic, queue, responder and topic, in the words of each channel", async () => {
    await eventually("the message", async () => nonEmpty(await tickAndRead()), { withinMs: 100_000, everyMs: 2_000 });
    const [email, sms, slack, hook] = await Promise.all(["email", "sms", "slack", "web hook"].map(read));
    expect(email).toEqual([expect.stringMatching(/^shop\/page \(Checkout page\) is DOWN: server answers 503\.\n/)]);
    expect(email?.[0]).toContain("PROBABLE CAUSE (confirmed)\nThe server itself answers 503.");
    expect(sms).toEqual([expect.stringMatching(/^DOWN shop\/page .*server answers 503\. .*#[0-9a-z]{4}$/)]);
    expect(JSON.parse(slack?.[0] ?? "")).toMatchObject({
      source: "custom",
      content: { title: expect.stringContaining("DOWN shop/page") },
    });
    expect(hook).toEqual([`${hook?.[0]?.split("\n")[0]}\n${email?.[0]}`]);
    expect(hook?.[0]).toMatch(/^\[DOWN\] shop\/page: server answers 503 since /);
    expect(await read("operators")).toEqual([]);
  });

  it("can be looked at and acknowledged by the name that the message gives", async () => {
    const [, id = ""] = /#(\w+)$/.exec((await read("sms"))[0] ?? "") ?? [];
    const { exitCode, output } = await bongsu("incidents", "--json");
    expect(JSON.parse(output).incidents).toMatchObject([{ id, root: { name: "shop/page" }, memberCount: 1 }]);
    expect(exitCode).toBe(1);
    expect(await bongsu("ack", id)).toMatchObject({ exitCode: 0, errors: "" });
    expect((await bongsu("incidents")).output).toMatch(/shop\/page .* until /);
  });

  it("is told to be over", async () => {
    world.targets.answerPage(200);
    await setAlarm(ALARM, "OK");
    await eventually("the second message", async () => (await tickAndRead())[1], { withinMs: 100_000, everyMs: 2_000 });
    const [sms, hook] = await Promise.all(["sms", "web hook"].map(read));
    expect(sms?.[1]).toMatch(/^OK shop\/page .*\(was: server answers 503\)\. #[0-9a-z]{4}$/);
    expect(hook?.[1]).toMatch(/^\[OK\] shop\/page: back after /);
    expect(await troubleIn(names.responderLogGroup)).toEqual([]);
  });

  /** So that nobody waits for the minute; the drill below waits for it. */
  async function tickAndRead(): Promise<readonly string[]> {
    const ticked = await world.aws.invoke(names.responder, { scheduledTime: new Date().toISOString() });
    expect(ticked).toEqual({ status: 200, payload: { batchItemFailures: [] } });
    return await read("email");
  }
});

describe("the commands that speak to a deployment", () => {
  it("doctor finds everything in its place but what the emulator cannot say", async () => {
    const { exitCode, output } = await bongsu("doctor", "--json");
    const findings: readonly { about: string; state: string; says: string }[] = JSON.parse(output).findings;
    expect(findings.filter(({ state }) => state !== "good")).toEqual([
      { about: "text messages", state: "unknown", says: "InvalidAction: Unknown action: GetSMSSandboxAccountStatus" },
    ]);
    expect(findings).toContainEqual({ about: "oncall", state: "good", says: "oncall@shop.example is subscribed" });
    expect(exitCode).toBe(3);
  });

  it("mute is kept, and taken back", async () => {
    expect(await bongsu("mute", "shop/page", "1h")).toMatchObject({ exitCode: 0, errors: "" });
    expect((await bongsu("doctor")).output).toContain("incidents: 0 open, 1 muted, 0 to be told");
    expect(await bongsu("mute", "shop/page", "off")).toMatchObject({ exitCode: 0, errors: "" });
    expect((await bongsu("doctor")).output).toContain("incidents: 0 open, 0 muted, 0 to be told");
  });
});

describe("the schedules", () => {
  it("start the responder by themselves: a drill arrives without further ado", async () => {
    await using inbox = await openQueue(world.aws, names.contactTopic("platform", "email"));
    expect(await bongsu("test-alert", "platform")).toMatchObject({ exitCode: 0, errors: "" });
    expect(await inbox.read()).toEqual([expect.stringContaining("This is a drill: nothing is wrong.")]);
  });

  it("start the prober by themselves, and tell it the time for which it was due", async () => {
    const heartbeat: AlarmMetric = {
      ...{ namespace: METRIC_NAMESPACE, name: "Heartbeat", statistic: "Sum", periodMs: MINUTE_MS },
      dimensions: shardDimensions(DEPLOYMENT, "region-1m-0", REGION),
    };
    const beats = async () => (await pointsOf(heartbeat)).reduce((sum, { value }) => sum + value, 0);
    // One was by hand.
    await eventually("a second heartbeat", async () => ((await beats()) > 1 ? true : undefined), { withinMs: 100_000 });
  });
});

describe("the picture on the dashboard", () => {
  it("is drawn by its function when the console calls it as the widget says", async () => {
    const { drawn } = await namedByDashboard(world.aws, names.dashboard);
    expect(drawn.map(({ params }) => params)).toEqual([{ view: "overview" }, { view: "incidents" }]);
    for (const { functionName, params } of drawn.slice(0, 1)) {
      const draw = async () => {
        const timeRange = { mode: "relative", start: Date.now() - 6 * 60 * MINUTE_MS, end: Date.now() };
        const { payload } = await world.aws.invoke(functionName, { ...params, widgetContext: aContext({ timeRange }) });
        expect(String(payload).match(/class="heartbeat"/g)).toHaveLength(7);
        const good = String(payload).match(/class="badge up"/g) ?? [];
        return good.length >= EVERY_MINUTE.length ? true : undefined;
      };
      // It leaves out the last two minutes, since CloudWatch itself shows them late.
      await eventually("checks in good order", draw, { withinMs: 130_000, everyMs: 5_000 });
    }
    for (const { functionName, params } of drawn.slice(1)) {
      const { payload } = await world.aws.invoke(functionName, { ...params, widgetContext: aContext({}) });
      expect(String(payload)).toMatch(/incidents? (?:is|are) open\./);
    }
    expect(await troubleIn(names.widgetLogGroup)).toEqual([]);
  });
});

describe("cdk destroy", () => {
  it("leaves nothing behind but keys that wait for their end", async () => {
    const { aws, cdk, everyKind, sample } = world;
    for (const { assembly } of [sample, everyKind]) expect(await cdk.destroy(assembly)).toMatchObject({ exitCode: 0 });
    const left = (await listAccount(aws)).filter((name) => !/^role cdk-|schedule-group\/default$/.test(name));
    expect(left).toEqual([LOG_GROUP, ...Array(2).fill(expect.stringMatching(/^key [-0-9a-f]+: PendingDeletion$/))]);
  });
});

function probe(shard: string) {
  return world.aws.invoke(names.prober("region"), { shard, scheduledTime: new Date().toISOString() });
}

/** What the functions log when something is not in order, as the responder reads it. The emulator gives the good runs of the hour as well. */
const TROUBLE: readonly RecordKind[] = ["outcome", "undelivered", "unread", "untold", "unreadable", "failed"];

async function troubleIn(logGroupName: string): Promise<readonly Record<string, unknown>[]> {
  const reader = createRecordReader({ client: world.aws.logs, budgetMs: 10_000 });
  const { problem, records } = await reader.read({ logGroupName, kinds: TROUBLE, fromEpochMs: 0 });
  expect(problem).toBeUndefined();
  return records.filter(isRecord).filter(({ bongsu: kind }) => TROUBLE.some((one) => one === kind));
}

/** Of the last ten minutes, as the analyst reads them. */
async function pointsOf(metric: AlarmMetric): Promise<readonly Point[]> {
  const history = createMetricHistory({ client: world.aws.cloudWatch, budgetMs: 10_000 });
  const toEpochMs = (Math.floor(Date.now() / MINUTE_MS) + 1) * MINUTE_MS;
  const [answer] = await history.read([{ metric, fromEpochMs: toEpochMs - 10 * MINUTE_MS, toEpochMs }]);
  if (answer === undefined || "unavailable" in answer) throw new Error(answer?.unavailable);
  return answer.points;
}

function up(check: string): AlarmMetric {
  const dimensions = checkDimensions(DEPLOYMENT, check, REGION);
  return { namespace: METRIC_NAMESPACE, name: "Up", dimensions, statistic: "Minimum", periodMs: MINUTE_MS };
}

async function setAlarm(name: string, state: "ALARM" | "OK"): Promise<void> {
  const StateReason = "2 of 3 datapoints were below 1";
  await world.aws.cloudWatch.send(new SetAlarmStateCommand({ AlarmName: name, StateValue: state, StateReason }));
}

function bongsu(...words: readonly string[]) {
  const env = world.emulator.env;
  return run(["node", "bin/bongsu.ts", ...words, "-c", world.everyKind.checks], { env, timeoutMs: 180_000 });
}

function nonEmpty<Item>(items: readonly Item[]): readonly Item[] | undefined {
  return items.length > 0 ? items : undefined;
}
