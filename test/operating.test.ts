/** docs/operating.md says what each role may do: no more and no less than the templates grant. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CfnManagedPolicy, CfnPolicy } from "aws-cdk-lib/aws-iam";
import { expect, it } from "vitest";
import { isRecord, isText } from "../lib/core/shapes.ts";
import { aCheck, aConfig, aNetwork, type Deployment, deploy } from "./kit/deployment.ts";

const OPERATING = readFileSync(join(import.meta.dirname, "../docs/operating.md"), "utf8");

/** Part of a construct's path -> the section about it, the first that fits. */
const SECTIONS = [
  [/Starter|\/Schedules\//, "Schedules"],
  [/\/Prober-/, "Prober"],
  [/\/Analyst-/, "Analyst"],
  [/\/Responder\//, "Responder"],
  [/\/StatusPage\//, "Status page"],
  [/\/Widget\//, "Widget"],
  [/\/Slack-/, "Slack"],
] as const;

it("the permissions in docs/operating.md are those of the templates, role by role", () => {
  const granted = new Map(
    [...grantedActions(deployEverything())].map(([section, actions]) => [section, [...actions].toSorted()]),
  );
  const documented = new Map([...granted.keys()].map((section) => [section, documentedActions(section)]));
  expect(documented).toEqual(granted);
});

function documentedActions(section: string): string[] {
  const [, text = ""] = new RegExp(`^### ${section}\\n(.*?)(?=^##)`, "ms").exec(OPERATING) ?? [];
  const firstCells = text.split("\n").map((line) => line.split("|")[1] ?? "");
  return [
    ...new Set(firstCells.flatMap((cell) => [...cell.matchAll(/`([a-z0-9]+:\w+\*?)`/g)].map(([, action]) => action ?? ""))),
  ].toSorted();
}

function grantedActions({ app, stack }: Deployment): Map<string, Set<string>> {
  const granted = new Map<string, Set<string>>();
  for (const policy of app.node.findAll()) {
    if (!(policy instanceof CfnPolicy || policy instanceof CfnManagedPolicy)) continue;
    const section = SECTIONS.find(([path]) => path.test(policy.node.path))?.[1] ?? `no section for ${policy.node.path}`;
    const actions = granted.get(section) ?? new Set();
    for (const action of actionsIn(stack.resolve(policy.policyDocument))) actions.add(action);
    granted.set(section, actions);
  }
  return granted;
}

function actionsIn(document: unknown): string[] {
  const statements = isRecord(document) && Array.isArray(document.Statement) ? document.Statement : [];
  return statements.flatMap((statement: unknown) => (isRecord(statement) ? [statement.Action].flat().filter(isText) : []));
}

const READER = "arn:aws:iam::111122223333:role/reader";

/** One of everything that asks for a permission. */
function deployEverything(): Deployment {
  const reference = (name: string) => `\${${name}}`;
  const headers = { authorization: `Bearer ${reference("secret:acme/token")}`, "x-api-key": reference("ssm:/acme/key") };
  const threads = {
    kind: "metrics",
    target: { url: "http://app:8081/p", headers, series: { threads: { name: "t" } }, threadDump: "http://app:8081/threaddump" },
    leak: { series: "threads", limit: 2_000 },
  };
  const slack = { workspace: "T0123ABC", channel: "C0123ABC" };
  const config = aConfig({
    contacts: aConfig().contacts.map((contact) => ({ ...contact, slack })),
    statusPages: [{ group: "acme-prod", language: "en" }],
    checks: [
      aCheck("acme-prod/checkout", {
        ...{ group: "acme-prod", publicTitle: "Checkout", metricForm: "otlp" },
        target: { url: "https://api.acme.example", headers },
      }),
      aCheck("acme-prod/export", { kind: "s3", target: { bucket: "acme-exports", key: "heartbeat.json", mode: "age" } }),
      aCheck("acme-prod/theirs", { kind: "s3", target: { bucket: "theirs", key: "heartbeat.json", mode: "age", role: READER } }),
      aCheck("acme-prod/drop", { kind: "s3", target: { bucket: "acme-drop", key: "probe", mode: "roundTrip" } }),
      aCheck("acme-prod/threads", threads),
      aCheck("acme-prod/inner-threads", { ...threads, from: ["vpc"] }),
    ],
  });
  return deploy(config, { props: (scope) => ({ vpc: aNetwork(scope) }) });
}
