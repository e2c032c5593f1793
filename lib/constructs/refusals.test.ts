import { Lazy } from "aws-cdk-lib";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../test/kit/deployment.ts";
import { refusals } from "./refusals.ts";

function refusedFor(runbookBaseUrl: string): string[] {
  return refusals(aConfig(), { hasVpc: false, runbookBaseUrl });
}

describe("the address of the runbook", () => {
  it.each(["https://wiki.acme.example/runbook", "http://localhost:8080", Lazy.string({ produce: () => "late" })])(
    "may be any that a mail can link to, or one that is known later: %s",
    (url) => expect(refusedFor(url)).toEqual([]),
  );

  it.each([
    "",
    "docs/runbook.md",
    "wiki.acme.example",
    "ftp://wiki.acme.example",
    "https://",
    "https://a.example/r#down",
    "https://a b",
  ])("is refused where alarms could not link to its sections: %j", (url) => {
    const [sentence = "", ...others] = refusedFor(url);
    expect(sentence).toContain(`(runbookUrl, runbookBaseUrl) is ${JSON.stringify(url)}, `);
    expect(others).toEqual([]);
  });
});
