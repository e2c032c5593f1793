/** What stands in a file of checks right now, as far as it concerns this computer. */
import { loadConfigFile, problemFormatter } from "../core/config/index.ts";
import type { Config } from "../core/model/check.ts";
import type { DevLine } from "./dev-line.ts";
import { onlyOnAwsNote, splitChecks } from "./only-on-aws.ts";

export type Reading = GoodReading | BadReading;

export interface GoodReading {
  /** Of its checks those that run here. */
  readonly config: Config;
  readonly notes: readonly SourceNote[];
}

export interface BadReading {
  /** Each as `bongsu validate` prints it. */
  readonly problems: readonly string[];
  /** False where the file itself cannot be had. */
  readonly isReadable: boolean;
}

/** A line for the terminal; on the page too where it concerns all that is shown there. */
export interface SourceNote extends DevLine {
  readonly isOnPage: boolean;
}

export async function readChecks(file: string): Promise<Reading> {
  const loaded = await loadConfigFile(file);
  if ("unreadable" in loaded) return { problems: [loaded.unreadable], isReadable: false };
  if ("problems" in loaded) return { problems: loaded.problems.map(problemFormatter(loaded.text)), isReadable: true };
  const { here, onlyOnAws } = splitChecks(loaded.config.checks);
  const note = onlyOnAwsNote(onlyOnAws);
  const notes = note === undefined ? [] : [{ label: "aws", sentence: note, isOnPage: here.length === 0 }];
  return { config: { ...loaded.config, checks: here }, notes };
}
