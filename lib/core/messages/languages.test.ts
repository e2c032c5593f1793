import { describe, expect, it } from "vitest";
import type { Contact, Language } from "../model/check.ts";
import { languagesOf } from "./languages.ts";

function configOf(language: Language, own?: Language) {
  const oncall: Contact = { name: "oncall", emails: [], phones: [], ...(own && { language: own }) };
  return { contacts: [oncall], language };
}

describe("the languages of a contact", () => {
  it("are its own where it has one, in SMS too", () => {
    expect(languagesOf("oncall", configOf("en", "ko"))).toEqual({ language: "ko", smsLanguage: "ko" });
    expect(languagesOf("oncall", configOf("ko", "en"))).toEqual({ language: "en", smsLanguage: "en" });
  });

  it("are else that of the deployment, with English SMS, which hold more in one part", () => {
    expect(languagesOf("oncall", configOf("ko"))).toEqual({ language: "ko", smsLanguage: "en" });
    expect(languagesOf("gone", configOf("ko", "en"))).toEqual({ language: "ko", smsLanguage: "en" });
  });
});
