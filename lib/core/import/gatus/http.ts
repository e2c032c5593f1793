/** Gatus' http endpoints. Variables of the environment that it reads become references. */
import { type Converted, impossible, type Loss, type Written } from "../foreign.ts";
import { proxyOf } from "../proxy.ts";
import { httpOf, safeBody, safeHeaders, safeUrl } from "../request.ts";
import type { EndpointContext } from "./context.ts";
import type { GatusEndpoint } from "./schema.ts";

const CLIENT_CERTIFICATE: Loss = {
  what: "its client certificate is a file",
  todo: "Write it under http: tls: cert, and its key as a reference under key.",
};

export function convertHttp(endpoint: GatusEndpoint, context: EndpointContext): Converted {
  const { client, url } = endpoint;
  const address = safeUrl(url ?? "", context);
  if ("loss" in address) return { impossible: address.loss };
  if (client?.["identity-aware-proxy"])
    return impossible("it shows who it is to Google's proxy", "Bongsu knows OAuth2: write auth by hand.");
  const basic = address.basic === undefined ? undefined : { basic: address.basic };
  const proxy = proxyOf(client?.["proxy-url"] ?? "", context);
  const target = {
    url: address.url,
    ...requestOf(endpoint, context),
    redirects: client?.["ignore-redirect"] ? 0 : undefined,
    tls: client?.insecure ? { verify: false } : {},
    auth: oauth2Of(endpoint, context) ?? basic,
    proxy: proxy === "" ? undefined : proxy,
  };
  return { check: { http: httpOf(target) }, losses: client?.tls == null ? [] : [CLIENT_CERTIFICATE] };
}

function requestOf({ body, graphql, headers, method }: GatusEndpoint, context: EndpointContext): Written {
  const known = Object.entries(headers ?? {}).map(([name, value]) => [name, withReferences(value, context)]);
  const sent = graphql && body ? JSON.stringify({ query: body }) : body;
  const type = graphql && body ? { "content-type": "application/json" } : {};
  return {
    method: method && method.toUpperCase() !== "GET" ? method : undefined,
    headers: safeHeaders({ ...type, ...Object.fromEntries(known) }, context),
    body: sent ? safeBody(withReferences(sent, context), context) : undefined,
  };
}

/** `$NAME` and `${NAME}` are read from the environment by Gatus too; `$$` is a dollar. */
function withReferences(text: string, { secrets }: EndpointContext): string {
  return text.replaceAll(/\$\$|\$\{?([A-Za-z_]\w*)\}?/g, (whole, name) => (whole === "$$" ? "$" : secrets.known(String(name))));
}

function oauth2Of({ client }: GatusEndpoint, { id, secrets }: EndpointContext): Written | undefined {
  const oauth2 = client?.oauth2;
  if (oauth2 == null) return undefined;
  const scope = (oauth2.scopes ?? []).join(" ");
  const clientSecret = secrets.reference(id, "CLIENT_SECRET");
  const base = { tokenUrl: oauth2["token-url"], clientId: oauth2["client-id"], clientSecret };
  return { oauth2: { ...base, ...(scope !== "" && { scope }) } };
}
