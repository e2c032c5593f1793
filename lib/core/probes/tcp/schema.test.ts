import { describe, expect, it } from "vitest";
import { readConfig } from "../../config/index.ts";

/** Target of a check that is written so, and the codes of its warnings. */
function read(kind: string) {
  const head =
    "name: acme\ncontacts: { oncall: { email: [a@acme.example] } }\ndefaults: { notify: [oncall] }\nchecks:\n  - id: a\n    ";
  const result = readConfig(head + kind, "checks.yaml");
  if (!("config" in result)) throw new Error(JSON.stringify(result.problems));
  return { target: result.config.checks[0]?.target, warnings: result.warnings.map(({ code }) => code) };
}

describe("tcp as it is written", () => {
  it("needs no more than host:port", () => {
    expect(read("tcp: db.acme.example:5432").target).toEqual({ host: "db.acme.example", port: 5432, ip: "any" });
    expect(read('tcp: "[::1]:5432"').target).toEqual({ host: "::1", port: 5432, ip: "any" });
  });

  it("encrypts with tls: true, with options, and whenever startTls is asked for", () => {
    const verifying = { tls: { verify: true } };
    expect(read("tcp: { host: a, port: 1, tls: true }").target).toMatchObject(verifying);
    expect(read("tcp: { host: a, port: 1, startTls: smtp }").target).toMatchObject({ ...verifying, startTls: "smtp" });
    expect(read("tcp: { host: a, port: 1, tls: { serverName: münchen.example } }").target).toMatchObject({
      tls: { verify: true, serverName: "xn--mnchen-3ya.example" },
    });
  });

  it("has a script in which captures are apart from texts, and secrets still references", () => {
    const script = '[{ expect: "<(.*)>" }, { send: "a ${1} ${secret:acme/b}${1}" }, { expectBytes: "0D 0a" }, { sendBytes: ff }]';
    expect(read(`tcp: { host: a, port: 1, script: ${script} }`).target).toMatchObject({
      script: [
        { expect: "<(.*)>" },
        { send: ["a ", { group: 1 }, " ${secret:acme/b}", { group: 1 }] },
        { expectBytes: "0d0a" },
        { sendBytes: "ff" },
      ],
    });
  });

  it("warns of a private key in the file", () => {
    const pem = (what: string) => `"-----BEGIN ${what}-----\\nAAAA\\n-----END ${what}-----\\n"`;
    const tls = `{ cert: ${pem("CERTIFICATE")}, key: ${pem("PRIVATE KEY")} }`;
    expect(read(`tcp: { host: a, port: 1, tls: ${tls} }`).warnings).toEqual(["literal-secret"]);
  });
});
