/** The measurements as docs/scale.md: what many checks mean for a deployment, in plain words. */
import type { Minute } from "./minute.ts";
import type { SynthRow } from "./synth.ts";

export interface ScaleRow extends SynthRow {
  /** A month. */
  readonly usd: number;
}

export interface ScaleMeasurements {
  readonly machine: string;
  readonly rows: readonly ScaleRow[];
  /** Of one run over TLS. */
  readonly cpuUs: number;
  readonly simulatedChecks: number;
  readonly minutes: readonly Minute[];
}

/** CloudWatch's quota for PutMetricAlarm in an account and Region. */
const ALARMS_A_SECOND = 3;

export function scaleReport({ machine, rows, cpuUs, simulatedChecks, minutes }: ScaleMeasurements): string {
  return `# Many checks

How a deployment grows from 10 checks to 10,000, and what to know before. Written by \`npm run bench:scale\`.

## Stacks

**Up to 300 alarms of checks, everything is one stack**, and there is nothing to do. A check has one alarm, or up to five if it also watches slowness, its
certificate and a leak.

**With more, the alarms move into stacks of their own** beside it: \`bongsu-acme\` keeps probers, schedules, topics, responder and dashboards, and
\`bongsu-acme-alarms-0\`, \`-1\`, … hold the alarms, at most 300 checks, 450 resources and 900 KB each (CloudFormation takes 500 and 1 MB). Deploy them all:

\`\`\`
npx cdk deploy --all
\`\`\`

They are deployed one after the other. No stack exports anything to another, so that each can be changed or deleted by itself. The dashboard then shows
no tile for each alarm any more; it links to CloudWatch's list of alarms that have gone off.

**Write the number of stacks down.** \`cdk synth\` advises a number; in \`cdk.json\` it is

\`\`\`json
{ "context": { "alarmStacks": 8 } }
\`\`\`

(\`-c alarmStacks=8\` for once, or \`new Bongsu(stack, "Bongsu", { config, alarmStacks: 8 })\` in an app of your own.) While it stays, every alarm stays in
its stack, however many checks come and go: a check's place depends on its id and the number of stacks alone.

| the number | what happens |
|---|---|
| stays | no alarm moves; a new check adds its alarms to one stack |
| grows, from 8 to 9 | 1 alarm in 9 moves to the new stack, and no other. The new stack is deployed last, when the others have let go of what it takes over. Until then these alarms are missing, and they begin anew without a state: one that is still bad goes off again |
| becomes too small | \`cdk synth\` says so, and which number is enough |
| shrinks | delete the stacks that are no longer wanted first (\`aws cloudformation delete-stack --stack-name bongsu-acme-alarms-8\`), then deploy with the smaller number. In the other order CloudFormation stops with "already exists", because an alarm cannot have its name twice; the old alarms watch on |
| is not written down | it is found anew each time, by doubling. That is safe while checks are added; where so many are taken out that fewer stacks would do, the row above applies |

In a pipeline, a nested stack, or a stack with a synthesizer of its own: see the sentences that \`cdk synth\` prints. Bongsu needs a stack straight below the
app or a stage; a synthesizer belongs to the app (\`defaultStackSynthesizer\`).

## How large, how long, how much

Mixed checks: 55 % http, half of it watched for slowness, the rest of all other kinds; four of five every minute, the rest every five. No template breaks any limit
that the test suite knows (resources, bytes, names, policies, environments, dashboards).

| checks | metrics | stacks | alarms | resources | largest template | \`cdk synth\` | memory | first deployment, at least | a month |
|---|---|---|---|---|---|---|---|---|---|
${rows.map(scaleRow).join("\n")}

Measured ${machine}. \`cdk synth\` is CPU time, with bundling and with the validation of CDK, which takes more than half of it; \`--no-validation\` leaves that
out. The bill is explained in [cost.md](cost.md), the two sorts of metrics in [otlp.md](otlp.md).

**The first deployment is bounded by CloudWatch**: it takes three alarms a second from an account in a Region (\`PutMetricAlarm\`), and deletes three a second.
That is the column above; CloudFormation needs some seconds more for each stack. When CloudWatch tells it to slow down, it tries again by itself; should
it give up with "Rate exceeded", deploy again, or have the quota raised first. Stacks side by side would only take the rate from each other, which is why they
come one after the other. Later deployments touch only what has changed: a new check is one stack and a few alarms. These times are computed; neither
they nor the moving of alarms between stacks were tried on an account.

## A minute of ${count(simulatedChecks)} checks

Checks that share an interval and a place run in shards of at most 200, each started by its own schedule in a Lambda with 512 MB, which has 0.29 of a CPU. A
run over TLS was measured at ${(cpuUs / 1_000).toFixed(2)} ms of CPU; with that, all shards of ${count(simulatedChecks)} HTTPS checks a minute were played through on paper, start by start.

| targets | shards | the last one ends | runs at once in a shard | CPU used | an answer waits, p99 (worst) | functions at once, start (usual) | PutMetricData a minute |
|---|---|---|---|---|---|---|---|
${minutes.map(minuteRow).join("\n")}

Every pass ends within its minute, also when nothing answers at all. The wait of an answer is the error of its time by queueing alone; with garbage
collection and compilation it was measured at p99 1 ms ([performance.md](performance.md)).

## Before you deploy more than a few hundred

| quota (Service Quotas in the console, in each Region) | default | needed |
|---|---|---|
| Lambda, concurrent executions | 1,000; **10 in new accounts** | a shard each, all at the same second, and ten more: 60 for 10,000 checks |
| CloudWatch, rate of PutMetricAlarm | 3 a second | more makes the first deployment faster; it is adjustable |
| IAM, managed policies a role | 10 | Bongsu stays within it |

**Secrets and buckets.** A prober may read the secrets that its checks name, and no others, and a role of AWS can name about 390 of them. With more, \`cdk synth\` asks
for paths that the prober may read as a whole: \`{ secretPaths: ["acme/"] }\`, or \`-c secretPaths=acme/\`. For buckets, give the checks one \`role:\` that may
read several.

**What does not grow with you.** CloudWatch counts the 500 worst checks for *Down now*; the picture on the dashboard reads the first 1,000 checks. The responder looks at every
alarm of its deployment, a hundred a request and eight requests a second of the nine that CloudWatch takes: 17,000 alarms are 21 seconds, once a minute while something is
open. **Above 20,000 alarms it can no longer tell anybody**, and an alarm on the responder itself says so. With \`metrics: otlp\` a group is a few alarms; of
each that is on it asks for the checks, some 200 a minute, so that of a larger outage it tells a part, every minute
another one, and [blind](runbook.md#blind) goes off. Several deployments, each with a \`name\` and groups of its own, have no such bound and add about $11.50 a month each.
`;
}

function scaleRow({ checks, metrics, stacks, alarms, resources, usd, ...row }: ScaleRow): string {
  const minutes = Math.ceil(alarms / ALARMS_A_SECOND / 60);
  const template = `${count(Math.round(row.largestBytes / 1_000))} KB, ${row.largestResources} resources`;
  const synth = [`${Math.round(row.cpuSeconds)} s`, `${count(Math.round(row.peakMb))} MB`];
  const cells = [
    count(checks),
    metrics,
    stacks,
    count(alarms),
    count(resources),
    template,
    ...synth,
    `${minutes} min`,
    `$${count(Math.round(usd))}`,
  ];
  return `| ${cells.join(" | ")} |`;
}

function minuteRow({ targets, shards, endMs, ...minute }: Minute): string {
  const cells = [
    targets,
    shards,
    `after ${(endMs / 1_000).toFixed(1)} s`,
    minute.atOnceMax,
    `${Math.round(100 * minute.cpuUsed)} %`,
    `${minute.p99DelayMs.toFixed(2)} (${minute.worstDelayMs.toFixed(1)}) ms`,
    `${shards} (${Math.ceil(minute.functionsUsual)})`,
    minute.metricRequests,
  ];
  return `| ${cells.join(" | ")} |`;
}

function count(number: number): string {
  return number.toLocaleString("en-US");
}
