import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STORY_TYPES } from "../core/model/story.ts";
import { runProgram } from "./program.ts";

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "bongsu-preview-"));
  file = join(folder, "checks.yaml");
  await writeFile(
    file,
    `name: acme
timezone: Asia/Seoul
language: ko
contacts: { a: { email: [a@b.example] } }
defaults: { notify: [a] }
checks:
  - { id: acme-prod/checkout, title: 결제 API, http: 'https://api.acme.example/health?token=hunter2-hunter2' }
  - { id: acme-prod/ticks, kdb: { host: kdb.acme.internal, port: 5010 } }
`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

describe("bongsu preview", () => {
  it("shows every way with its counts, in the language of the configuration, and English SMS as they are sent", async () => {
    const { code, out } = await preview("acme-prod/ticks");
    expect(code).toBe(0);
    expect(out).toMatch(/^Examples for acme-prod\/ticks: nothing happened, and nothing is sent\.\n/);
    const titles = [...out.matchAll(/^--- (.+) ---$/gm)].map(([, title]) => title?.replaceAll(/\d[\d,]*/g, "n"));
    expect(titles).toEqual([
      "down · E-mail, subject n of n characters, n of n lines",
      "down · SMS, n of n GSM-n",
      "down · Slack, title n of n characters, description n of n",
      "down · Terminal",
    ]);
    expect(out).toContain("Subject: [장애] acme-prod/ticks: TCP 연결 1 ms, 핸드셰이크 10초 동안 무응답");
    expect(out).toMatch(/\nDOWN acme-prod\/ticks .* no handshake reply for 10 s\..* #example\n/);
  });

  it("prints the types, ways and languages that were asked for as JSON", async () => {
    const { code, out } = await preview(
      "acme-prod/checkout",
      "--as",
      "down, resolved",
      "--channel",
      "sms",
      "--sms-lang",
      "ko",
      "--json",
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      ...{ schemaVersion: 1, isExample: true, check: "acme-prod/checkout" },
      messages: [
        {
          type: "down",
          sms: { text: expect.stringMatching(/^\[장애\]/), alphabet: "UCS-2", units: expect.any(Number), unitsMax: 55 },
        },
        { type: "resolved", sms: expect.objectContaining({ text: expect.stringMatching(/^\[복구\]/) }) },
      ],
    });
  });

  it("speaks to each contact in its own language, as it will be sent", async () => {
    const twice = join(folder, "twice.yaml");
    await writeFile(
      twice,
      `name: acme
contacts:
  seoul: { email: [a@b.example], sms: ["+821012345678"], language: ko }
  dublin: { email: [b@b.example] }
  berlin: { email: [c@b.example] }
checks:
  - { id: all, http: https://b.example/, notify: [dublin, seoul, berlin] }
  - { id: one, http: https://b.example/, notify: [seoul] }
`,
    );
    const titlesOf = (out: string) => [...out.matchAll(/^--- (.+) · .+ ---$/gm)].map(([, title]) => title);
    const all = (await run("preview", "all", "-c", twice, "--channel", "sms")).out;
    expect(titlesOf(all)).toEqual(["down to dublin, berlin", "down to seoul"]);
    expect(all).toMatch(/\nDOWN all [\s\S]*\n\[장애\] all/);
    const json = (await run("preview", "all", "-c", twice, "--channel", "sms", "--json")).out;
    expect(JSON.parse(json).messages).toMatchObject([{ contacts: ["dublin", "berlin"] }, { contacts: ["seoul"] }]);
    const one = (await run("preview", "one", "-c", twice, "--channel", "sms")).out;
    expect(titlesOf(one)).toEqual(["down"]);
    expect(one).toMatch(/\n\[장애\] one/);
    const asked = (await run("preview", "all", "-c", twice, "--channel", "sms", "--lang", "en", "--sms-lang", "en")).out;
    expect(titlesOf(asked)).toEqual(["down"]);
  });

  it("has an example of every type, and shows no token of an address", async () => {
    const { code, out } = await preview("acme-prod/checkout", "--as", STORY_TYPES.join(), "--lang", "en");
    expect(code).toBe(0);
    for (const type of STORY_TYPES) expect(out).toContain(`--- ${type} · E-mail`);
    expect(out).not.toMatch(/hunter2|undefined|NaN/);
  });

  it("shows no SMS of a warning, and says how it is told", async () => {
    const { out } = await preview("acme-prod/checkout", "--as", "slow,certificate,digest");
    expect(out).toContain("--- slow ---\nA warning: it is one line of the hourly digest, by mail and Slack, never an SMS.");
    expect(out).toContain("--- certificate ---\nA warning:");
    expect(out).toContain("--- digest ---\nSent by mail and Slack, never by SMS.\n");
    expect(out).not.toContain("· SMS");
    const json = (await preview("acme-prod/checkout", "--as", "slow", "--channel", "sms", "--json")).out;
    expect(JSON.parse(json).messages).toEqual([{ type: "slow", waitsForDigest: true }]);
  });

  it("says what it does not know, with exit code 3", async () => {
    expect(await preview("acme-prod/tick")).toMatchObject({
      code: 3,
      error: expect.stringContaining("Did you mean acme-prod/ticks?"),
    });
    expect(await preview("acme-prod/ticks", "--as", "down,gone")).toMatchObject({
      code: 3,
      error: expect.stringContaining("gone is none of down, partly-down, slow,"),
    });
    expect(await preview("acme-prod/ticks", "--lang", "de")).toMatchObject({ code: 3 });
    expect(await run("preview", "x", "-c", join(folder, "none.yaml"))).toMatchObject({ code: 3 });
  });

  it("refuses a wrong configuration with exit code 2", async () => {
    const wrong = join(folder, "wrong.yaml");
    await writeFile(wrong, "name: acme\n");
    expect(await run("preview", "x", "-c", wrong)).toMatchObject({ code: 2, error: expect.stringContaining("missing-key") });
  });
});

function preview(...args: string[]) {
  return run("preview", ...args, "-c", file);
}

async function run(...argv: string[]): Promise<{ code: number; out: string; error: string }> {
  const [out, error]: [string[], string[]] = [[], []];
  const output = {
    write: (text: string) => void out.push(text),
    error: (text: string) => void error.push(text),
    hasColor: false,
  };
  const code = await runProgram(argv, output);
  return { code, out: out.join(""), error: error.join("") };
}
