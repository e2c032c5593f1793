import { describe } from "vitest";
import { aCase, aFailedRun, anUnmetRun } from "../../../test/kit/case-files.ts";
import { describeCauses } from "../../../test/kit/causes.ts";
import { redirectRules } from "./redirects.ts";

const hops = (...redirects: string[]) => ({ evidence: { redirects } });
const unmet = (...redirects: string[]) =>
  aCase({ check: { outcomes: [anUnmetRun("status == 200", "404", hops(...redirects))] } });

describe("redirects", () => {
  describeCauses(
    redirectRules,
    [
      {
        ...{ cause: "redirect-loop", confidence: "confirmed", when: "they do not end" },
        file: aCase({
          check: { outcomes: [aFailedRun("too-many-redirects", hops("302 https://a.example/ -> https://b.example/"))] },
        }),
        evidence: ["302 https://a.example/ -> https://b.example/"],
      },
      {
        ...{ cause: "redirected-away", confidence: "confirmed", when: "they lead to a page for signing in" },
        file: unmet("302 https://a.example/api -> https://a.example/login?next=api"),
      },
      {
        ...{ cause: "redirected-away", confidence: "confirmed", when: "they lead out of TLS" },
        file: unmet("301 https://a.example/ -> http://a.example/"),
        evidence: ["301 https://a.example/ -> http://a.example/"],
      },
    ],
    [
      { cause: "redirect-loop", when: "there is one", file: unmet("302 https://a.example/ -> https://b.example/") },
      {
        ...{ cause: "redirected-away", when: "they lead to another page of the same kind" },
        ...{
          because: "301 http://a.example/ -> https://a.example/v2",
          file: unmet("301 http://a.example/ -> https://a.example/v2"),
        },
      },
      { cause: "redirected-away", when: "there is none", file: unmet() },
    ],
  );
});
