import { describe, expect, it } from "vitest";
import { anySigner, runOptions } from "../../../test/kit/checks.ts";
import { endlessRedirects } from "../../../test/kit/hostile/endless-redirects.ts";
import { waysToAsk } from "../../../test/kit/kinds.ts";
import { defineChecks } from "../config/index.ts";
import { runCheck } from "../run/run-check.ts";
import { phasesOf } from "./phases-of.ts";

describe("the phases of a good run", () => {
  it("are those that its target asks for", () => {
    const oauth2 = { tokenUrl: "https://id.acme.example/token", clientId: "bongsu", clientSecret: `\${${"secret:acme/id"}}` };
    const { checks } = defineChecks({
      name: "acme",
      checks: [
        { id: "usual", http: "https://api.acme.example/" },
        { id: "by-address", http: "http://192.0.2.7/" },
        {
          id: "roundabout",
          http: { url: "https://api.acme.example/", proxy: "http://proxy.acme.example:3128", auth: { oauth2 } },
        },
        { id: "mail", tcp: { host: "mail.acme.example", port: 25, startTls: "smtp", script: [{ expect: "^220" }] } },
        { id: "port", tcp: "mail.acme.example:25" },
        { id: "certificate", tls: "api.acme.example:443" },
        { id: "name", dns: { name: "acme.example" } },
        { id: "name-over-tcp", dns: { name: "acme.example", server: "ns.acme.example:53", transport: "tcp" } },
        { id: "ticks", kdb: { host: "kdb.acme.example", port: 5010 } },
        { id: "export", s3: { bucket: "acme-exports", key: "heartbeat.json" } },
        { id: "own-store", s3: { bucket: "exports", key: "b", endpoint: "http://192.0.2.9:9000", forcePathStyle: true } },
        { id: "log", logs: { group: "/acme/app", pattern: "ERROR" } },
      ],
    });
    expect(Object.fromEntries(checks.map((check) => [check.id, phasesOf(check).join(" ")]))).toEqual({
      usual: "dns connect tls server transfer",
      "by-address": "connect server transfer",
      roundabout: "auth proxy tls server transfer",
      mail: "dns connect starttls tls script",
      port: "dns connect",
      certificate: "dns connect tls",
      name: "server",
      "name-over-tcp": "dns connect server",
      ticks: "dns connect handshake query numbers",
      export: "auth dns connect tls server transfer",
      "own-store": "auth connect server transfer",
      log: "",
    });
  });

  it.each(waysToAsk)("hold every phase of a real one: %s", async (_, checkAt) => {
    await using server = await endlessRedirects.start();
    const check = checkAt(server.port, { timeoutMs: 250, everyMs: 251 });
    const { phases } = await runCheck(check, runOptions({ signer: anySigner }));
    expect(phases.length).toBeGreaterThan(0);
    expect(phasesOf(check)).toEqual(expect.arrayContaining(phases.map(({ phase }) => phase)));
  });
});
