/** Asks a deployed function for its help, which it gives without reading anything: whether whoever runs the command may call it. */
import type { InvokeProblem } from "../aws/invoke-function.ts";
import { createResolver } from "../core/net/system-resolver.ts";
import { systemClock } from "../core/time/clock.ts";

/** Rejects where no Region can be found; all else that goes wrong is a sentence. */
export async function askForHelp(functionName: string): Promise<{ readonly answer: string } | InvokeProblem> {
  const [{ createCredentials }, { createInvoker }, { createRequestSigner }, { createSnsClient }] = await Promise.all([
    import("../aws/credentials.ts"),
    import("../aws/invoke-function.ts"),
    import("../aws/request-signer.ts"),
    import("../aws/sns-client.ts"),
  ]);
  const credentials = createCredentials();
  // Only the SDK looks for the Region in profiles too.
  const region = await createSnsClient({ credentials }).config.region();
  const resolver = createResolver();
  try {
    const signer = createRequestSigner({ credentials });
    const invoke = createInvoker({ signer, resolver, clock: systemClock, env: process.env });
    return await invoke(functionName, { describe: true }, { region });
  } finally {
    resolver.close();
  }
}
