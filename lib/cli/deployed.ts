/** What the commands need of a deployment: its configuration from the file, its parts on AWS by their names. */
import { formatProblem } from "../core/config/format-problem.ts";
import { loadConfigFile } from "../core/config/index.ts";
import type { Config } from "../core/model/check.ts";
import { resourceNames } from "../core/model/resource-names.ts";
import type { IncidentStore } from "../core/ports.ts";
import { ExitCode } from "./exit-code.ts";
import type { Output } from "./output.ts";

/** The configuration, or the exit code once everything wrong with it was said. */
export async function loadOrExplain(file: string, output: Output): Promise<Config | number> {
  const loaded = await loadConfigFile(file);
  if ("unreadable" in loaded) return refuse(loaded.unreadable, output);
  if ("config" in loaded) return loaded.config;
  for (const problem of loaded.problems) output.error(`${formatProblem(problem, loaded.text)}\n\n`);
  return ExitCode.configurationWrong;
}

export function refuse(sentence: string, output: Output): number {
  output.error(`${sentence}\n`);
  return ExitCode.couldNotRun;
}

/** The SDK takes a tenth of a second to load: only who needs it waits for it. */
export async function openIncidents({ name }: Config): Promise<IncidentStore> {
  const [{ createCredentials }, { createDynamoDbClient }, { createDynamoDbIncidentStore }] = await Promise.all([
    import("../aws/credentials.ts"),
    import("../aws/dynamodb-client.ts"),
    import("../aws/dynamodb-incident-store.ts"),
  ]);
  const client = createDynamoDbClient({ credentials: createCredentials() });
  return createDynamoDbIncidentStore({ client, tableName: resourceNames(name).incidentTable, deployment: name });
}

/** Why a call to AWS failed, and what helps in the usual cases. */
export async function explainFailure(error: unknown, { name }: Config): Promise<string> {
  const { describeApiError } = await import("../aws/api-error.ts");
  const said = describeApiError(error);
  if (said.startsWith("ResourceNotFound"))
    return `${name} is not deployed in this account and Region, or by an older version. (${said})`;
  if (/Region is missing/.test(said)) return "No Region: set AWS_REGION, or region in the profile.";
  return said;
}
