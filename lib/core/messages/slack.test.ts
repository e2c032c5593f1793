import { describe, expect, it } from "vitest";
import { aRecovery, aStory, checkout } from "../../../test/kit/stories.ts";
import { renderSlack } from "./slack.ts";
import { cutSlackText, slackText } from "./slack-text.ts";

describe("a message for Slack", () => {
  it("is a custom notification of Amazon Q Developer", () => {
    expect(renderSlack(aStory(), "en")).toEqual({
      ...{ version: "1.0", source: "custom", id: "k7f2-1" },
      content: {
        textType: "client-markdown",
        title: ":x: DOWN acme-prod/checkout (결제 API): server answers 503",
        description: [
          "*What* GET https://api.acme.example/v1/checkout/health from ap-northeast-2; expected status == 200, got 503",
          "*Since* Sun 22 Nov 17:21 KST (08:21 UTC), 19 min, 4 of 4 runs failed",
          "*Why* Confirmed: The application itself reports that db is not well.",
          "*Not* DNS (answered in 4 ms, same address as before); certificate (61 days left); our own prober (2 other checks on it pass)",
          "*Known* 4 runs in a row were answered otherwise than expected",
          '*Says* {"status":"down","reason":"db pool exhausted","pool":"50/50"}',
          "*Took* dns 4 ms (3 ms), connect 11 ms (10 ms), tls 22 ms (20 ms), server 610 ms (48 ms), transfer 3 ms, total 650 ms (85 ms)",
          "*Trend* It had been getting slower: 85 ms, 130 ms, 240 ms, 650 ms.",
          "*Wide* DOWN too: acme-prod/refunds since 17:22 KST; fine: acme-prod/login, globex/search and 1 more",
        ].join("\n"),
        nextSteps: [
          "Look at db.",
          "Repeat it: curl -sv 'https://api.acme.example/v1/checkout/health'",
          "<https://status.acme.example/i/k7f2|incident>",
          "<https://wiki.acme.example/checkout|runbook>",
        ],
        keywords: ["acme-prod", "expectation-unmet", "component-down"],
      },
      metadata: { threadId: "k7f2", summary: "DOWN acme-prod/checkout", eventType: "bongsu.down" },
    });
  });

  it("keeps an incident in one thread: its recovery carries the same threadId under an id of its own", () => {
    const { content, id, metadata } = renderSlack(aRecovery(), "ko");
    expect({ id, ...metadata }).toEqual({
      id: "k7f2-2",
      threadId: "k7f2",
      summary: "복구 acme-prod/checkout",
      eventType: "bongsu.resolved",
    });
    expect(content.title).toBe(
      ":white_check_mark: 복구 acme-prod/결제 API (acme-prod/checkout): 37분 만에 복구 (당시: 서버가 503 응답)",
    );
  });

  it("gives foreign text no mention, link, style or picture", () => {
    const body = "<!channel> *now* _or_ ~never~ `rm` :fire: a_b https://x.example?a=1&b=2";
    const outcome = { ...checkout.outcome, evidence: { body } } as NonNullable<typeof checkout.outcome>;
    const { description } = renderSlack(aStory({ lead: { ...checkout, outcome } }), "en").content;
    expect(description).toContain("*Says* &lt;!channel&gt; ∗now∗ ＿or＿ ∼never∼ ˋrmˋ ∶fire: a_b https://x.example?a=1&amp;b=2\n");
  });

  it("links to nothing but pages", () => {
    const links = { page: "javascript:alert(1)", dashboard: "https://x.example/a|b", runbook: "https://x.example/?a=1&b=2" };
    const { nextSteps } = renderSlack(aStory({ links }), "en").content;
    expect(nextSteps.filter((step) => step.includes("<"))).toEqual(["<https://x.example/?a=1&amp;b=2|runbook>"]);
  });
});

describe("text for Slack", () => {
  it("is cut after escaping, and never within an entity", () => {
    expect(cutSlackText("<<<<", 12)).toBe("&lt;&lt;..");
    expect(cutSlackText("<<<", 12)).toBe("&lt;&lt;&lt;");
  });

  it("leaves times and addresses as they are", () => {
    expect(slackText("17:21:04 at 10.0.0.1:5010: no reply")).toBe("17:21:04 at 10.0.0.1:5010: no reply");
  });
});
