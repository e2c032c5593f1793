/** The emulator with everything deployed to it, and how to take it all down again. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateLogGroupCommand } from "@aws-sdk/client-cloudwatch-logs";
import { type Aws, connectAws } from "./aws.ts";
import { type Assembly, type Cdk, createCdk } from "./cdk.ts";
import { type Emulator, REGION, startEmulator } from "./emulator.ts";
import { ROOT } from "./run.ts";
import { BUCKET, LOG_GROUP, OBJECT, startTargets, type Targets } from "./targets.ts";

export interface World extends AsyncDisposable {
  readonly aws: Aws;
  readonly cdk: Cdk;
  readonly emulator: Emulator;
  readonly targets: Targets;
  readonly sample: Stage;
  readonly everyKind: Stage;
}

const LOCATION = `<CreateBucketConfiguration><LocationConstraint>${REGION}</LocationConstraint></CreateBucketConfiguration>`;

/** A configuration and what was made of it. */
export interface Stage {
  readonly checks: string;
  readonly assembly: Assembly;
}

export async function createWorld(): Promise<World> {
  await using parts = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), "bongsu-deploy-"));
  parts.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  const emulator = parts.use(await startEmulator(folder));
  const targets = parts.use(await startTargets(emulator.endpoint));
  const aws = connectAws(emulator.endpoint);
  await prepareAccount(aws);

  const checks = join(folder, "checks.yaml");
  writeFileSync(checks, JSON.stringify(targets.config));
  const cdk = createCdk({ env: emulator.env, folder });
  const stage = async (file: string, name: string) => ({ checks: file, assembly: await cdk.synth(file, join(folder, name)) });
  const [sample, everyKind] = await Promise.all([
    stage(join(ROOT, "examples/checks.yaml"), "sample"),
    stage(checks, "every-kind"),
  ]);
  await cdk.bootstrap(sample.assembly);
  await cdk.deploy(sample.assembly);
  await cdk.deploy(everyKind.assembly);

  const kept = parts.move();
  return { aws, cdk, emulator, targets, sample, everyKind, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** What the checks look at and Bongsu does not make. */
async function prepareAccount(aws: Aws): Promise<void> {
  await aws.logs.send(new CreateLogGroupCommand({ logGroupName: LOG_GROUP }));
  await aws.request("s3", { method: "PUT", path: `/${BUCKET}`, body: LOCATION });
  await aws.request("s3", { method: "PUT", path: `/${BUCKET}/${OBJECT}`, body: "{}" });
}
