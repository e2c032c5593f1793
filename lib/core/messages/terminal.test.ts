import { describe, expect, it } from "vitest";
import { aRecovery, aStory } from "../../../test/kit/stories.ts";
import { renderTerminal } from "./terminal.ts";
import { displayWidth } from "./text-width.ts";

describe("a message in a terminal", () => {
  it("is a headline and labelled answers, wrapped under their label", () => {
    expect(renderTerminal(aStory(), { language: "en" })).toEqual([
      " ✕ DOWN acme-prod/checkout (결제 API): server answers 503",
      "   what  GET https://api.acme.example/v1/checkout/health from ap-northeast-2;",
      "         expected status == 200, got 503",
      "   since Sun 22 Nov 17:21 KST (08:21 UTC), 19 min, 4 of 4 runs failed",
      "   why   Confirmed: The application itself reports that db is not well.",
      "   not   DNS (answered in 4 ms, same address as before); certificate (61 days",
      "         left); our own prober (2 other checks on it pass)",
      "   known 4 runs in a row were answered otherwise than expected",
      '   says  {"status":"down","reason":"db pool exhausted","pool":"50/50"}',
      "   took  dns 4 ms (3 ms), connect 11 ms (10 ms), tls 22 ms (20 ms), server 610",
      "         ms (48 ms), transfer 3 ms, total 650 ms (85 ms)",
      "   trend It had been getting slower: 85 ms, 130 ms, 240 ms, 650 ms.",
      "   wide  DOWN too: acme-prod/refunds since 17:22 KST; fine: acme-prod/login,",
      "         globex/search and 1 more",
      "   next  Look at db.",
      "   next  Repeat it: curl -sv 'https://api.acme.example/v1/checkout/health'",
      "   next  incident https://status.acme.example/i/k7f2",
      "   next  runbook https://wiki.acme.example/checkout",
    ]);
  });

  it("aligns Korean labels, which take two columns a letter", () => {
    expect(renderTerminal(aRecovery(), { language: "ko" }).slice(0, 5)).toEqual([
      " ✓ 복구 acme-prod/결제 API (acme-prod/checkout): 37분 만에 복구 (당시:",
      "         서버가 503 응답)",
      "   시작  11월 22일(일) 17:58 KST (08:58 UTC)",
      "   당시  서버가 503 응답 (실패 18회)",
      "   원인  확인됨: 애플리케이션이 직접 이상을 보고합니다: db.",
    ]);
  });

  it("takes the width that there is", () => {
    const linesAt = (columns: number) => renderTerminal(aStory(), { language: "en", columns });
    const widest = (columns: number) => Math.max(...linesAt(columns).map(displayWidth));
    expect(widest(120)).toBeLessThanOrEqual(120);
    expect(widest(120)).toBeGreaterThan(100);
    expect(linesAt(60).length).toBeGreaterThan(linesAt(120).length);
  });

  it("never breaks an address or a command, so that they can be copied", () => {
    const url = `https://api.acme.example/v1/${"checkout/".repeat(12)}health`;
    const story = aStory();
    const lead = story.lead && { ...story.lead, repeat: `curl -sv -X POST '${url}'` };
    const lines = renderTerminal({ ...story, ...(lead && { lead }), links: { runbook: url } }, { language: "en" });
    expect(lines).toContain(`         curl -sv -X POST '${url}'`);
    expect(lines).toContain(`         ${url}`);
  });
});
