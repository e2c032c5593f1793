import type { RequestSigner } from "../core/ports.ts";

/** On this computer: the credentials of whoever runs the command. The SDK takes a tenth of a second to load; most files need none of it. */
export function createLocalSigner(): RequestSigner {
  let signer: Promise<RequestSigner> | undefined;
  return {
    sign: async (request, options) => {
      signer ??= openAws();
      return await (await signer).sign(request, options);
    },
  };
}

async function openAws(): Promise<RequestSigner> {
  const [{ createCredentials }, { createRequestSigner }] = await Promise.all([
    import("../aws/credentials.ts"),
    import("../aws/request-signer.ts"),
  ]);
  return createRequestSigner({ credentials: createCredentials() });
}
