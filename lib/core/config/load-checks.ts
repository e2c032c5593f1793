/** checks.yaml for a program that cannot go on without it, as a CDK app. */
import type { Config } from "../model/check.ts";
import { ConfigError } from "./config-error.ts";
import { problemFormatter } from "./format-problem.ts";
import { loadConfigFile } from "./load-config-file.ts";

/** Rejects with one `ConfigError` that names every problem as `bongsu validate` does; warnings alone let it pass. */
export async function loadChecks(path: string): Promise<Config> {
  const loaded = await loadConfigFile(path);
  if ("config" in loaded) return loaded.config;
  const { problems } = loaded;
  throw new ConfigError(problems, "unreadable" in loaded ? [loaded.unreadable] : problems.map(problemFormatter(loaded.text)));
}
