/** The real CDK command line against the emulator: an assembly is made as anybody makes it, and then freed of what the emulator does not know. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isRecord } from "../../lib/core/shapes.ts";
import { REGION } from "./emulator.ts";
import { type Environment, type Ran, ROOT, run, runWell } from "./run.ts";

export const ACCOUNT = "000000000000";
const CDK = join(ROOT, "node_modules/.bin/cdk");

/** What MiniStack cannot create. The shorter the better: nothing else of an assembly is touched. */
const UNSUPPORTED: readonly string[] = ["AWS::Chatbot::SlackChannelConfiguration"];

export interface CdkOptions {
  readonly env: Environment;
  /** Where the command line keeps what it remembers. */
  readonly folder: string;
}

export interface Assembly {
  readonly folder: string;
  /** Types of the resources that were taken out. */
  readonly removed: readonly string[];
}

export function createCdk({ env, folder }: CdkOptions) {
  const options = { cwd: folder, env: { ...env, CDK_HOME: join(folder, "cdk"), CDK_DISABLE_CLI_TELEMETRY: "true" } };
  return {
    bootstrap: (assembly: Assembly) => runWell([CDK, "bootstrap", "-a", assembly.folder, `aws://${ACCOUNT}/${REGION}`], options),
    deploy: (assembly: Assembly) =>
      runWell([CDK, "deploy", "-a", assembly.folder, "--require-approval", "never", "--all"], options),
    destroy: (assembly: Assembly): Promise<Ran> => run([CDK, "destroy", "-a", assembly.folder, "--force", "--all"], options),
    /** The app of this project with this configuration, as `cdk.json` starts it. */
    synth: async (checks: string, into: string): Promise<Assembly> => {
      await runWell([CDK, "synth", "--quiet", "-o", into, "-c", `checks=${checks}`], { ...options, cwd: ROOT });
      return { folder: into, removed: removeUnsupported(into) };
    },
  };
}

export type Cdk = ReturnType<typeof createCdk>;

function removeUnsupported(folder: string): string[] {
  const templates = readdirSync(folder).filter((name) => name.endsWith(".template.json"));
  return templates.flatMap((name) => {
    const template: unknown = JSON.parse(readFileSync(join(folder, name), "utf8"));
    if (!isRecord(template) || !isRecord(template.Resources)) throw new Error(`${name} holds no resources.`);
    const [doomed, kept] = partition(Object.entries(template.Resources), ([, resource]) => isUnsupported(resource));
    const rest = JSON.stringify({ ...template, Resources: Object.fromEntries(kept) });
    const missed = doomed.find(([id]) => rest.includes(`"${id}"`));
    if (missed !== undefined) throw new Error(`Others of ${name} refer to ${missed[0]}, which the emulator does not know.`);
    writeFileSync(join(folder, name), rest);
    return doomed.map(([, resource]) => typeOf(resource));
  });
}

function isUnsupported(resource: unknown): boolean {
  return UNSUPPORTED.includes(typeOf(resource));
}

function typeOf(resource: unknown): string {
  return isRecord(resource) ? String(resource.Type) : "";
}

function partition<Item>(items: readonly Item[], belongs: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}
