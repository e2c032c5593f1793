import { describe, expect, it, onTestFinished } from "vitest";
import { useAwsEnvironment } from "../../test/kit/aws/environment.ts";
import { startSns } from "../../test/kit/aws/sns.ts";
import { aNotice } from "../../test/kit/incidents.ts";
import { createCredentials } from "./credentials.ts";
import { createSnsClient } from "./sns-client.ts";
import { createSnsMessenger } from "./sns-messenger.ts";

async function open() {
  const environment = useAwsEnvironment({
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_MAX_ATTEMPTS: "2",
  });
  const sns = await startSns();
  onTestFinished(async () => {
    environment[Symbol.dispose]();
    await sns[Symbol.asyncDispose]();
  });
  const messenger = createSnsMessenger({
    client: createSnsClient({ credentials: createCredentials(), region: "eu-west-1", endpoint: sns.origin }),
    topicArnOf: (contact, channel) => `arn:${channel}:${contact}`,
    render: ({ incident }) => ({
      subject: `[DOWN] ${incident}: 결제 API`,
      texts: { email: "long", sms: "short", slack: '{"version":"1.0"}' },
    }),
  });
  return { sns, messenger };
}

describe("a message through SNS", () => {
  it("is one publication a channel, in the form of each, to its own topic", async () => {
    const { sns, messenger } = await open();
    expect(await messenger.send(aNotice({ channels: ["email", "sms", "slack", "terminal"] }))).toEqual({});
    expect(sns.published.toSorted((one, other) => (one.topicArn < other.topicArn ? -1 : 1))).toEqual([
      { topicArn: "arn:email:oncall", subject: "[DOWN] k7f2: 결제 API", message: "long", smsType: undefined },
      { topicArn: "arn:slack:oncall", subject: undefined, message: '{"version":"1.0"}', smsType: undefined },
      { topicArn: "arn:sms:oncall", subject: undefined, message: "short", smsType: "Transactional" },
    ]);
  });

  it("goes only where it is meant to go", async () => {
    const { sns, messenger } = await open();
    await messenger.send(aNotice({ channels: ["sms"] }));
    await messenger.send(aNotice({ channels: [] }));
    expect(sns.published.map(({ topicArn }) => topicArn)).toEqual(["arn:sms:oncall"]);
  });

  it("does not repeat in a channel that took it because another did not", async () => {
    const { sns, messenger } = await open();
    await messenger.send(aNotice({ channels: ["email"] }));
    sns.refuseNext("NotFound");
    expect((await messenger.send(aNotice({ channels: ["email", "sms"] }))).problem).toMatch(/^oncall, sms: /);
    expect(await messenger.send(aNotice({ channels: ["email", "sms"] }))).toEqual({});
    expect(sns.published.map(({ topicArn }) => topicArn)).toEqual(["arn:email:oncall", "arn:sms:oncall"]);
    await messenger.send(aNotice({ id: "k7f2-2/oncall", channels: ["email"] }));
    expect(sns.published).toHaveLength(3);
  });

  it("is tried again by the SDK while SNS is throttling", async () => {
    const { sns, messenger } = await open();
    sns.refuseNext("Throttling");
    expect(await messenger.send(aNotice({ channels: ["email"] }))).toEqual({});
    expect(sns.requests).toEqual(["Publish", "Publish"]);
  });

  it.each([
    ["NotFound", "oncall, email: the topic does not exist; deploy again"],
    ["AuthorizationError", "oncall, email: SNS refuses the responder; deploy again"],
    ["KMSDisabled", "oncall, email: the key of the topics cannot be used"],
    ["InvalidParameter", "oncall, email: InvalidParameter"],
  ])("that is refused with %s says what can be done", async (code, says) => {
    const { sns, messenger } = await open();
    sns.refuseNext(code, code);
    expect((await messenger.send(aNotice({ channels: ["email"] }))).problem).toContain(says);
  });

  it("names both ways that failed, and does not reject when nobody answers", async () => {
    const { sns, messenger } = await open();
    await sns.goDown();
    const { problem } = await messenger.send(aNotice({ channels: ["email", "slack"] }));
    expect(problem).toMatch(/^oncall, email: .+; oncall, slack: /);
  });
});
