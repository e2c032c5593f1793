/** How a monitor of Uptime Kuma shows who it is, with references in place of its secrets. */
import { type Impossible, impossible, type Written } from "../foreign.ts";
import type { MonitorContext } from "./context.ts";
import type { KumaMonitor } from "./schema.ts";

const KEY_IN_CERTIFICATE = "its client certificate has the private key in it";
const KEY_APART = "Write the certificate under http: tls: cert, and the key as a reference under key.";
const KNOWN_WAYS = "Bongsu knows basic, bearer, OAuth2, SigV4 and client certificates.";

export interface KumaAuth {
  readonly auth?: Written;
  readonly tls?: Written;
}

export function authOf(monitor: KumaMonitor, context: MonitorContext): KumaAuth | Impossible {
  const { id, secrets } = context;
  switch (monitor.authMethod || (monitor.basic_auth_user ? "basic" : "none")) {
    case "none":
    case "null":
      return {};
    case "basic":
      return { auth: { basic: { user: secrets.reference(id, "USER"), password: secrets.reference(id, "PASSWORD") } } };
    case "bearer":
      return { auth: { bearer: secrets.reference(id, "TOKEN") } };
    case "oauth2-cc":
      return { auth: { oauth2: oauth2Of(monitor, context) } };
    case "mtls":
      if (/PRIVATE KEY/.test(`${monitor.tlsCa}${monitor.tlsCert}`)) return impossible(KEY_IN_CERTIFICATE, KEY_APART);
      return { tls: clientCertificate(monitor, context) };
    default:
      return impossible(`it shows who it is by ${JSON.stringify(String(monitor.authMethod).slice(0, 20))}`, KNOWN_WAYS);
  }
}

function oauth2Of({ oauth_token_url, oauth_client_id, oauth_scopes }: KumaMonitor, { id, secrets }: MonitorContext): Written {
  return {
    tokenUrl: oauth_token_url ?? "",
    clientId: oauth_client_id ?? "",
    clientSecret: secrets.reference(id, "CLIENT_SECRET"),
    ...(oauth_scopes && { scope: oauth_scopes }),
  };
}

function clientCertificate({ tlsCa, tlsCert }: KumaMonitor, { id, secrets }: MonitorContext): Written {
  return { ...(tlsCa && { ca: tlsCa }), cert: tlsCert ?? "", key: secrets.reference(id, "CLIENT_KEY") };
}
