import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bundle } from "../lib/constructs/handler-bundle.ts";
import type { Config } from "../lib/core/model/check.ts";
import { aCheck, aConfig, aNetwork, deploy, resourcesOf } from "./kit/deployment.ts";

describe("the bundle of the prober", () => {
  it("holds nothing that only synth and the command line need", () => {
    const packages = new Set(bundle().inputs.map(packageOf));
    expect(packages).toContain("undici");
    expect(packages).toContain("@aws-sdk/client-cloudwatch");
    for (const name of ["zod", "yaml", "commander", "esbuild", "aws-cdk-lib", "constructs"]) expect(packages).not.toContain(name);
  });

  it("keeps undici out of the part that every start reads", () => {
    const entry = bundle().files.find(({ path }) => path === "prober.mjs");
    expect(entry?.contents.length).toBeLessThan(200_000);
    expect(bundle().files.length).toBeGreaterThan(2);
  });

  it("names no folder of the machine it was made on", () => {
    const texts = bundle().files.map(({ contents }) => Buffer.from(contents).toString("utf8"));
    expect(texts.filter((text) => text.includes(process.cwd()))).toEqual([]);
  });
});

describe("the code asset", () => {
  it("holds the handler and the manifest of its vantage point, with references instead of secrets", () => {
    const reference = `\${${"secret:acme/token"}}`;
    const target = { url: "https://api.acme.example", headers: { authorization: reference } };
    const checks = [aCheck("acme-prod/checkout", { target }), aCheck("acme-prod/ticks", { from: ["vpc"] })];
    const manifests = assetsOf(aConfig({ checks })).map((folder) => readFileSync(join(folder, "manifest.json"), "utf8"));
    const [region, vpc] = manifests.map((text) => JSON.parse(text));
    expect(region).toMatchObject({
      schemaVersion: 1,
      deployment: "acme",
      shards: [{ name: "region-1m-0", checks: [{ target }] }],
    });
    expect(vpc.shards.map(({ name }: { name: string }) => name)).toEqual(["vpc-1m-0"]);
  });

  it("has the same name each time, and another when a check changes", () => {
    expect(assetKey(aConfig())).toEqual(assetKey(aConfig()));
    expect(assetKey(aConfig({ checks: [aCheck("acme-prod/checkout", { timeoutMs: 9_000 })] }))).not.toEqual(assetKey(aConfig()));
  });

  it("runs on Node as it stands: every part loads, and the handler refuses an event that is none", () => {
    const [folder = ""] = assetsOf(aConfig());
    const parts = readdirSync(folder).filter((name) => name.endsWith(".mjs"));
    const script = [
      ...parts.map((name) => `await import("./${name}");`),
      'const { handler } = await import("./prober.mjs");',
      "const failure = await handler({}, { getRemainingTimeInMillis: () => 5000 }).catch((error) => error);",
      "process.stdout.write(failure instanceof Error ? 'refused' : 'accepted');",
      "process.exit(0);",
    ];
    const options = { cwd: folder, encoding: "utf8", timeout: 20_000, env: { AWS_REGION: "test" } } as const;
    expect(execFileSync(process.execPath, ["--input-type=module", "-e", script.join("\n")], options)).toBe("refused");
  });
});

/** Folders of the code assets, in the order of the template's functions. */
function assetsOf(config: Config): string[] {
  const { app, stack, outdir } = deploy(config, { isBundled: true, props: (scope) => ({ vpc: aNetwork(scope) }) });
  app.synth();
  return resourcesOf(stack, "AWS::Lambda::Function").map(({ Properties }) => {
    const { S3Key } = Properties.Code as { S3Key: string };
    return join(outdir, `asset.${S3Key.replace(".zip", "")}`);
  });
}

function assetKey(config: Config): unknown {
  const { stack } = deploy(config, { isBundled: true });
  return resourcesOf(stack, "AWS::Lambda::Function").map(({ Properties }) => Properties.Code);
}

function packageOf(input: string): string {
  return /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1] ?? "bongsu";
}
