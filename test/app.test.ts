import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const APP = fileURLToPath(new URL("../bin/app.ts", import.meta.url));

describe("the CDK app", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "bongsu-app-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("deploys the sample where there is no checks.yaml, and says so", () => {
    const { status, stderr } = app();
    expect(stderr).toMatch(/There is no checks\.yaml here: this is the sample, .*examples\/checks\.yaml\./);
    expect(status).toBe(0);
    expect(existsSync(join(folder, "cdk.out", "bongsu-acme.template.json"))).toBe(true);
  });

  it("deploys checks.yaml of the current folder", () => {
    writeFileSync(join(folder, "checks.yaml"), checksFile("mine", "https://www.acme.example"));
    expect(app()).toMatchObject({ status: 0, stderr: expect.not.stringContaining("sample") });
    expect(existsSync(join(folder, "cdk.out", "bongsu-mine.template.json"))).toBe(true);
  });

  it("deploys the file that -c checks=FILE names", () => {
    writeFileSync(join(folder, "other.yaml"), checksFile("other", "https://www.acme.example"));
    expect(app({ checks: "other.yaml" }).status).toBe(0);
    expect(existsSync(join(folder, "cdk.out", "bongsu-other.template.json"))).toBe(true);
  });

  it("deploys a stack in every Region from which checks run, once home is known", () => {
    const checks = checksFile("mine", "https://www.acme.example");
    writeFileSync(join(folder, "checks.yaml"), `${checks}    from: [region, us-east-1]\n`);
    expect(app()).toMatchObject({ status: 2, stderr: expect.stringContaining("which Region is home nobody says") });
    expect(app({ region: "eu-west-1" }).status).toBe(0);
    expect(existsSync(join(folder, "cdk.out", "bongsu-mine-us-east-1.template.json"))).toBe(true);
  });

  it("deploys in the Region that -c region=NAME names, also where nobody else has to know it", () => {
    writeFileSync(join(folder, "checks.yaml"), checksFile("mine", "https://www.acme.example"));
    expect(app({ region: "eu-west-1" }).status).toBe(0);
    const manifest = readFileSync(join(folder, "cdk.out", "manifest.json"), "utf8");
    expect(JSON.parse(manifest).artifacts["bongsu-mine"].environment).toBe("aws://unknown-account/eu-west-1");
    expect(app({ region: "eu-west1" })).toMatchObject({ status: 2, stderr: expect.stringContaining("Did you mean eu-west-1?") });
  });

  it("links alarms to the runbook that -c runbookUrl=URL names, and refuses what is no address", () => {
    writeFileSync(join(folder, "checks.yaml"), checksFile("mine", "https://www.acme.example"));
    expect(app({ runbookUrl: "https://wiki.acme.example/bongsu" }).status).toBe(0);
    const template = readFileSync(join(folder, "cdk.out", "bongsu-mine.template.json"), "utf8");
    expect(template).toContain("https://wiki.acme.example/bongsu#down");
    expect(template).not.toContain("docs/runbook.md");
    expect(app({ runbookUrl: "wiki/bongsu" })).toMatchObject({
      status: 2,
      stderr: expect.stringMatching(/^The address of the runbook .* is "wiki\/bongsu", .*: write its whole address/m),
    });
  });

  it("takes the network from the file", () => {
    const vpc = "vpc: { id: vpc-0abc1234, subnets: [subnet-0abc1234], endpoints: true }";
    const checks = checksFile("mine", "https://www.acme.example");
    writeFileSync(join(folder, "checks.yaml"), `${vpc}\n${checks}    from: vpc\n`);
    expect(app().status).toBe(0);
  });

  it("prints every problem of a wrong configuration and ends with 2", () => {
    writeFileSync(join(folder, "checks.yaml"), `${checksFile("mine", "ftp://www.acme.example")}    every: 60\n`);
    const { status, stderr } = app();
    expect(status).toBe(2);
    expect(stderr).toMatch(/^checks\.yaml:5:11 {2}/m);
    expect(stderr).toMatch(/^checks\.yaml:6:12 {2}/m);
    expect(existsSync(join(folder, "cdk.out", "bongsu-mine.template.json"))).toBe(false);
  });

  it("ends with 2 and a sentence when the file is missing, or asks for a network that the app does not know", () => {
    expect(app({ checks: "none.yaml" })).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("There is no file none.yaml."),
    });
    writeFileSync(join(folder, "checks.yaml"), `${checksFile("mine", "https://www.acme.example")}    from: vpc\n`);
    expect(app()).toMatchObject({ status: 2, stderr: expect.stringContaining('website has "from: vpc", but no VPC is given') });
  });

  /** As the CDK command line starts it. */
  function app(context: Record<string, string> = {}): { status: number | null; stderr: string } {
    const env = {
      CDK_OUTDIR: join(folder, "cdk.out"),
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, "aws:cdk:bundling-stacks": [] }),
      CDK_VALIDATION: "false",
    };
    return spawnSync(process.execPath, [APP], { cwd: folder, env, encoding: "utf8", timeout: 25_000 });
  }
});

function checksFile(name: string, url: string): string {
  return [
    `name: ${name}`,
    "contacts: { oncall: { email: [oncall@acme.example] } }",
    "checks:",
    "  - id: website",
    `    http: ${url}`,
    "",
  ].join("\n");
}
