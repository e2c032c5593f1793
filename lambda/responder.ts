/** One pass of the responder: started by alarms that moved, and every minute for what is due. Rejects, which Lambda counts as an error, if it could not see or decide. */
import { readFileSync } from "node:fs";
import { queuedMessages } from "../lib/aws/alarm-notifications.ts";
import { createCredentials } from "../lib/aws/credentials.ts";
import { createResponder, type Responder } from "../lib/aws/responder.ts";
import { parseResponderManifest } from "../lib/aws/responder-input.ts";

interface InvocationContext {
  readonly invokedFunctionArn: string;
}

/** What Lambda tells the queue: these messages are to come again. */
interface BatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

// Once for the life of the container: connections and credentials outlive an invocation.
const credentials = createCredentials();
let responder: Responder | undefined;

export async function handler(event: unknown, { invokedFunctionArn }: InvocationContext): Promise<BatchResponse> {
  responder ??= createResponder({
    manifest: parseResponderManifest(readFileSync(new URL("manifest.json", import.meta.url), "utf8")),
    functionArn: invokedFunctionArn,
    credentials,
    env: process.env,
    log,
  });
  const messages = queuedMessages(event);
  if (messages !== undefined) return { batchItemFailures: await responder.hear(messages) };
  await responder.tick();
  return { batchItemFailures: [] };
}

/** Past `console`, which would put a time stamp before the JSON and hide it from metric filters. */
function log(record: string): void {
  process.stdout.write(`${record}\n`);
}
