import type { Secrets } from "../core/ports.ts";
import { environmentSecrets } from "../core/run/secrets.ts";

/** On this computer: the environment, and for AWS's own stores the credentials of whoever runs the command. */
export function createLocalSecrets(): Secrets {
  let aws: Promise<Secrets> | undefined;
  return {
    resolve: async (reference) => {
      if (reference.scheme === "env") return await environmentSecrets.resolve(reference);
      aws ??= openAws();
      return await (await aws).resolve(reference);
    },
  };
}

/** The SDK takes a tenth of a second to load; most files need none of it. */
async function openAws(): Promise<Secrets> {
  const [{ createCredentials }, { createAwsSecrets }] = await Promise.all([
    import("../aws/credentials.ts"),
    import("../aws/secrets.ts"),
  ]);
  return createAwsSecrets({ credentials: createCredentials() });
}
