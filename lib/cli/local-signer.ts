import type { CredentialEndpoint } from "../aws/credentials.ts";
import { ownRegion } from "../aws/own-region.ts";
import type { RequestSigner } from "../core/ports.ts";

/** On this computer: the credentials of whoever runs the command, or of an endpoint. The SDK takes a tenth of a second to load; most files need none of it. */
export function createLocalSigner(endpoint?: CredentialEndpoint): RequestSigner {
  let signer: Promise<RequestSigner> | undefined;
  const region = ownRegion(process.env);
  return {
    ...(region !== undefined && { region }),
    sign: async (request, options) => {
      signer ??= openAws(endpoint);
      return await (await signer).sign(request, options);
    },
  };
}

async function openAws(endpoint: CredentialEndpoint | undefined): Promise<RequestSigner> {
  const [{ createCredentials }, { createRequestSigner }] = await Promise.all([
    import("../aws/credentials.ts"),
    import("../aws/request-signer.ts"),
  ]);
  return createRequestSigner({ credentials: createCredentials(endpoint === undefined ? {} : { endpoint }) });
}
