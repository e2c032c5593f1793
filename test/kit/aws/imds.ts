/** The instance metadata service of EC2, version 2: a session token first, then the role's keys. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type HttpStandIn, startHttpServer } from "./http-server.ts";
import { KeyIssuer } from "./key-issuer.ts";

const ROLE = "test-role";
const TOKEN_PATH = "/latest/api/token";
const KEYS_PATH = "/latest/meta-data/iam/security-credentials/";

export interface InstanceMetadata extends HttpStandIn {
  readonly issuer: KeyIssuer;
  readonly env: Readonly<Record<string, string>>;
}

export async function startInstanceMetadata(options: { readonly lifetimeMs: number }): Promise<InstanceMetadata> {
  const issuer = new KeyIssuer(options.lifetimeMs);
  const sessions = new Set<string>();
  const server = await startHttpServer((request, response) => answer(request, response));
  return { ...server, issuer, env: { AWS_EC2_METADATA_SERVICE_ENDPOINT: server.origin } };

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const session = request.headers["x-aws-ec2-metadata-token"];
    if (request.method === "PUT" && request.url === TOKEN_PATH) response.end(startSession());
    else if (typeof session !== "string" || !sessions.has(session)) response.writeHead(401).end();
    else if (request.url === KEYS_PATH) response.end(ROLE);
    else if (request.url === KEYS_PATH + ROLE)
      response.end(JSON.stringify({ Code: "Success", Type: "AWS-HMAC", ...issuer.issue() }));
    else response.writeHead(404).end();
  }

  function startSession(): string {
    const session = randomUUID();
    sessions.add(session);
    return session;
  }
}
