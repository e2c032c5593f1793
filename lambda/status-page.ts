/** Writes the status pages, started every minute. Answers with their addresses, for whoever calls it by hand. Rejects, which Lambda counts as an error, if it could not see or write. */
import { readFileSync } from "node:fs";
import { createCredentials } from "../lib/aws/credentials.ts";
import { parseResponderManifest } from "../lib/aws/responder-input.ts";
import { createStatusPages } from "../lib/aws/status-pages.ts";
import type { PublishedPage } from "../lib/core/status-page/publish.ts";

// Once for the life of the container: connections and credentials outlive an invocation.
const credentials = createCredentials();
let publish: (() => Promise<PublishedPage[]>) | undefined;

export async function handler(): Promise<{ readonly pages: readonly PublishedPage[] }> {
  publish ??= createStatusPages({
    manifest: parseResponderManifest(readFileSync(new URL("manifest.json", import.meta.url), "utf8")),
    credentials,
    env: process.env,
  });
  return { pages: await publish() };
}
