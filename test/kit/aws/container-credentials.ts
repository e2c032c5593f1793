/** The credential endpoint of ECS, EKS Pod Identity and SnapStart: one GET with an authorization token. */
import { type HttpStandIn, startHttpServer } from "./http-server.ts";
import { KeyIssuer } from "./key-issuer.ts";

export interface ContainerCredentials extends HttpStandIn {
  readonly issuer: KeyIssuer;
  /** What a process needs in its environment to use this endpoint. */
  readonly env: Readonly<Record<string, string>>;
  /** Requests that arrived, answered or not. */
  readonly requests: readonly { readonly wasAuthorized: boolean }[];
  behave(behaviour: EndpointBehaviour): void;
}

/** `fail` answers 500, `garble` answers half a document that holds a secret, `hang` never answers. */
type EndpointBehaviour = "answer" | "fail" | "garble" | "hang";

export async function startContainerCredentials(options: { readonly lifetimeMs: number }): Promise<ContainerCredentials> {
  const issuer = new KeyIssuer(options.lifetimeMs);
  const requests: { wasAuthorized: boolean }[] = [];
  const authorization = "authorization-token-of-the-container";
  let behaviour: EndpointBehaviour = "answer";
  const server = await startHttpServer((request, response) => {
    const wasAuthorized = request.headers.authorization === authorization;
    requests.push({ wasAuthorized });
    if (behaviour === "hang") return;
    if (!wasAuthorized) return response.writeHead(401).end("{}");
    if (behaviour === "fail") return response.writeHead(500).end("out of order");
    const document = JSON.stringify(issuer.issue());
    return response
      .writeHead(200, { "content-type": "application/json" })
      .end(behaviour === "garble" ? document.replace(":", "") : document);
  });
  return {
    ...server,
    issuer,
    requests,
    env: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${server.origin}/creds`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: authorization,
      AWS_EC2_METADATA_DISABLED: "true",
    },
    behave: (next) => {
      behaviour = next;
    },
  };
}
