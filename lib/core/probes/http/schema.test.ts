import { describe, expect, it } from "vitest";
import { readConfig } from "../../config/read-config.ts";

const HEAD = "name: acme\ncontacts:\n  oncall: { email: [oncall@acme.example] }\ndefaults: { notify: [oncall] }\nchecks:\n";

function read(check: string) {
  return readConfig(`${HEAD}  - id: api\n    ${check}\n`, "checks.yaml");
}

/** The target that a check becomes, or the codes of what is wrong with it. */
function targetOf(check: string): unknown {
  const result = read(check);
  return "problems" in result ? result.problems.map(({ code }) => code) : result.config.checks[0]?.target;
}

describe("httpSchema", () => {
  it("3. reads ranges of statuses, and refuses at load what is none", () => {
    const result = read('http: https://api.acme.example\n    expect: { status: "302,200-299,403" }');
    const values = [302, { from: 200, to: 299 }, 403];
    expect(result).toMatchObject({ config: { checks: [{ expect: [{ fact: "status", matcher: { op: "oneOf", values } }] }] } });
    for (const wrong of ["30a", "299-200", "200-299-400"]) {
      expect(read(`http: https://api.acme.example\n    expect: { status: "${wrong}" }`)).toHaveProperty("problems");
    }
  });

  it("9. takes a scheme in any case, guesses none, and refuses others at load", () => {
    expect(targetOf("http: HtTpS://api.acme.example")).toMatchObject({ url: expect.stringMatching(/^https:/i) });
    expect(targetOf("http: api.acme.example")).toEqual(["url-scheme-missing"]);
    expect(targetOf("http: invalid://api.acme.example")).toEqual(["url-scheme-unknown"]);
  });

  it("29. refuses a threshold with an unknown unit at load", () => {
    expect(targetOf("http: https://api.acme.example\n    expect: { total: { below: 3 fortnights } }")).toHaveLength(1);
    expect(targetOf('http: https://api.acme.example\n    expect: { json: { $.age: { above: "3d" } } }')).toHaveLength(1);
  });

  it("45. sets no limit for a body of which nobody speaks, so that streams can be watched", () => {
    expect(targetOf("http: https://api.acme.example")).not.toHaveProperty("bodyLimitBytes");
    expect(targetOf("http: { url: https://api.acme.example, bodyLimit: 64KB }")).toMatchObject({ bodyLimitBytes: 65_536 });
  });

  it("takes a proxy apart before its secrets are filled in, whatever their names hold", () => {
    const written = "http://mon%20itor:${secret:acme/a@b:c}@[::1]:3128";
    expect(targetOf(`http: { url: "https://api.acme.example", proxy: "${written}" }`)).toMatchObject({
      proxy: { scheme: "http", host: "[::1]", port: 3128, user: "mon itor", password: "${secret:acme/a@b:c}" },
    });
    expect(
      targetOf('http: { url: "https://api.acme.example", proxy: "https://${env:USER}@proxy.acme.example:443/" }'),
    ).toMatchObject({
      proxy: { scheme: "https", host: "proxy.acme.example", port: 443, user: "${env:USER}" },
    });
  });

  it("keeps auth as it is written, with references in the place of secrets", () => {
    const oauth2 = 'oauth2: { tokenUrl: "https://login.acme.example/t", clientId: a, clientSecret: "${secret:b}" }';
    expect(targetOf(`http: { url: "https://api.acme.example", http2: true, auth: { ${oauth2} } }`)).toMatchObject({
      auth: { oauth2: { tokenUrl: "https://login.acme.example/t", clientId: "a", clientSecret: "${secret:b}" } },
      http2: true,
    });
  });
});
