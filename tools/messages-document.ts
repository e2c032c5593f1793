/** Text of docs/messages.md: what people get, of every kind, in both languages. Made by the renderers themselves; a test compares. */
import { defineChecks } from "../lib/core/config/index.ts";
import { type Block, blocksOf, renderEveryForm } from "../lib/core/messages/every-form.ts";
import { type ExampleContext, exampleStory } from "../lib/core/messages/examples/example-story.ts";
import type { Language } from "../lib/core/model/check.ts";
import type { ChannelKind } from "../lib/core/model/incident.ts";
import type { StoryType } from "../lib/core/model/story.ts";

const NOW = Date.UTC(2026, 10, 22, 8, 40);
const DASHBOARD = "https://eu-west-1.console.aws.amazon.com/cloudwatch/home#dashboards/dashboard/bongsu-acme";

const { checks, name, timezone } = defineChecks({
  ...{ name: "acme", timezone: "Asia/Seoul" },
  contacts: { oncall: { email: ["oncall@acme.example"] } },
  defaults: { every: "1m", timeout: "10s", notify: ["oncall"] },
  checks: [
    { id: "acme-prod/checkout", title: "결제 API", http: "https://api.acme.example/health" },
    { id: "acme-prod/ticks", title: "시세 DB", kdb: { host: "kdb.acme.internal", port: 5010 } },
    {
      ...{ id: "acme-prod/sms-threads", title: "문자 발송", every: "5m", leak: { series: "threads", limit: 2_000 } },
      metrics: { url: "http://app.acme.internal:8081/actuator/prometheus", series: { threads: "jvm_threads_live_threads" } },
    },
    {
      ...{ id: "acme-prod/export", title: "내보내기", expect: { ageMs: { below: "15m" } } },
      s3: { bucket: "acme-exports", key: "heartbeat/export.json" },
    },
    { id: "acme-prod/errors", title: "오류 로그", every: "5m", logs: { group: "/acme/app", pattern: "ExpiredToken" } },
  ],
});

interface Sample {
  readonly title: string;
  readonly type: StoryType;
  readonly check: string;
  readonly channels: readonly ChannelKind[];
}

const MAIL_AND_SMS: readonly ChannelKind[] = ["email", "sms"];
const SAMPLES: readonly Sample[] = [
  { title: "Down", type: "down", check: "acme-prod/checkout", channels: ["email", "sms", "slack", "terminal"] },
  { title: "Down: kdb+ accepts connections and does not serve", type: "down", check: "acme-prod/ticks", channels: MAIL_AND_SMS },
  { title: "Down: an object that nobody writes any more", type: "down", check: "acme-prod/export", channels: MAIL_AND_SMS },
  { title: "Slow", type: "slow", check: "acme-prod/checkout", channels: MAIL_AND_SMS },
  { title: "Certificate", type: "certificate", check: "acme-prod/checkout", channels: MAIL_AND_SMS },
  { title: "Leak", type: "leak", check: "acme-prod/sms-threads", channels: MAIL_AND_SMS },
  { title: "Slow hour", type: "slow-hour", check: "acme-prod/ticks", channels: MAIL_AND_SMS },
  { title: "Log", type: "log", check: "acme-prod/errors", channels: MAIL_AND_SMS },
  { title: "No data", type: "no-data", check: "acme-prod/checkout", channels: MAIL_AND_SMS },
  { title: "Our own prober", type: "prober", check: "acme-prod/checkout", channels: MAIL_AND_SMS },
  { title: "Resolved", type: "resolved", check: "acme-prod/checkout", channels: MAIL_AND_SMS },
  { title: "Storm", type: "storm", check: "acme-prod/checkout", channels: MAIL_AND_SMS },
  { title: "Flapping", type: "flapping", check: "acme-prod/checkout", channels: MAIL_AND_SMS },
  { title: "Reminder", type: "reminder", check: "acme-prod/checkout", channels: MAIL_AND_SMS },
  { title: "Digest", type: "digest", check: "acme-prod/checkout", channels: MAIL_AND_SMS },
  { title: "Drill", type: "drill", check: "acme-prod/checkout", channels: MAIL_AND_SMS },
];

const INTRODUCTION = `# Messages

What people get, as an example of each kind, in English and Korean. \`npx bongsu preview <id> --as down,resolved --lang ko\` prints the same
for a check of your own, exactly as it would be sent.

Every message answers the same six questions in the same order: what, since when, why, how we know, how wide, what next. A cause is
named only with evidence, with one of three words: *confirmed* (the server, or a second independent signal, said so), *likely* (a
pattern that has few other explanations), *possible* (several explanations remain). Where nothing fits, the message says "unknown".

| way | limits that every message keeps |
|---|---|
| e-mail | subject below 100 characters; 50 lines of 76 columns (a Korean letter takes two); only the address of a page may be longer |
| SMS | always one part: 140 septets in English, 55 letters in Korean. Korean readers get English SMS unless their contact asks for Korean |
| Slack | title 250, description 8,000 characters; one thread an incident, where the channel allows threads |

Warnings (a slow check, a certificate, a leak far from its limit, a slow hour, a log, places that disagree) wake nobody: one line of each stands in the
hourly digest, by mail and Slack, never by SMS. Below their whole story is told.

Each contact is told in its own language (\`oncall: { email: [...], language: ko }\`, then SMS too), else in the \`language\` of the file.

Text from outside (answers, certificates, names of threads) is shown on one line and cut at 300 characters; control characters and marks that
turn the reading direction are taken out, and what looks like a secret is masked. In an English SMS a letter outside its
alphabet is replaced by the nearest one, because a single such letter would halve the room.

This page is written by \`node tools/messages.ts\`.
`;

export function messagesDocument(): string {
  return [INTRODUCTION, ...SAMPLES.flatMap(sectionOf)].join("\n");
}

function sectionOf({ channels, check, title, type }: Sample): string[] {
  const languages: readonly Language[] = ["en", "ko"];
  const story = exampleStory(type, contextOf(check));
  const blocks = languages.flatMap((language) => blocksOf(renderEveryForm(story, { language, smsLanguage: language, channels })));
  return [`## ${title}\n`, ...blocks.map(fenced)];
}

function contextOf(id: string): ExampleContext {
  const check = checks.find((candidate) => candidate.id === id);
  if (check === undefined) throw new Error(`No example is called ${id}.`);
  const others = checks.map((candidate) => candidate.id).filter((other) => other !== id);
  return { check, others, timezone, deployment: name, nowEpochMs: NOW, links: { dashboard: DASHBOARD } };
}

function fenced({ text, title }: Block): string {
  return `${title}:\n\n\`\`\`text\n${text}\n\`\`\`\n`;
}
