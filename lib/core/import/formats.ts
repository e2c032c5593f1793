/** Which tool a file is from, and who reads it. */
import { FILE_LENGTH_MAX } from "../config/read-config.ts";
import { isRecord } from "../shapes.ts";
import { readBlackbox } from "./blackbox/import.ts";
import type { ForeignFile } from "./foreign.ts";
import { readGatus } from "./gatus/import.ts";
import { readKuma } from "./kuma/import.ts";
import { parseForeign } from "./parse-foreign.ts";

export const FILE_FORMATS = ["uptime-kuma", "gatus", "blackbox"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export interface FormatOptions {
  readonly format?: FileFormat;
  readonly prometheus?: string;
}

export function readForeignFile(text: string, options: FormatOptions): ForeignFile | { readonly unreadable: string } {
  if (text.length > FILE_LENGTH_MAX) return { unreadable: `The file is longer than ${FILE_LENGTH_MAX} characters: split it.` };
  const parsed = parseForeign(text);
  if ("unreadable" in parsed) return parsed;
  switch (options.format ?? formatOf(parsed.value)) {
    case "uptime-kuma":
      return readKuma(parsed.value);
    case "gatus":
      return readGatus(parsed.value);
    case "blackbox":
      return readBlackboxWith(parsed.value, options.prometheus);
    default:
      return {
        unreadable: `This is none of the files that can be imported: ${FILE_FORMATS.join(", ")}. Name the format with --from.`,
      };
  }
}

function readBlackboxWith(value: unknown, prometheus: string | undefined): ForeignFile | { readonly unreadable: string } {
  if (prometheus === undefined) return readBlackbox(value, undefined);
  if (prometheus.length > FILE_LENGTH_MAX) return { unreadable: "The Prometheus configuration is too long: split it." };
  const targets = parseForeign(prometheus);
  return "unreadable" in targets ? targets : readBlackbox(value, targets.value);
}

function formatOf(value: unknown): FileFormat | undefined {
  if (!isRecord(value)) return Array.isArray(value) ? "uptime-kuma" : undefined;
  if ("monitorList" in value) return "uptime-kuma";
  if (["endpoints", "external-endpoints", "suites"].some((key) => key in value)) return "gatus";
  if ("modules" in value) return "blackbox";
  return Object.values(value).some((one) => isRecord(one) && "type" in one && "name" in one) ? "uptime-kuma" : undefined;
}
