/**
 * Says why there are no credentials. The SDK's chain tells only what its last link thought, which hides the failure of the
 * source that was meant; so the configured source is asked once more, alone.
 */
import { fromHttp, fromIni, fromInstanceMetadata, fromTokenFile } from "@aws-sdk/credential-providers";
import { firstLine } from "./api-error.ts";

/** Where this process is told to get its credentials. */
interface CredentialSource {
  /** For people: `the container endpoint http://127.0.0.1:1234 (AWS_CONTAINER_CREDENTIALS_FULL_URI)`. */
  readonly name: string;
  /** Fails as the source does; what it yields is thrown away. */
  readonly ask: () => Promise<unknown>;
}

type Environment = Readonly<Record<string, string | undefined>>;

const CONTAINER_HOST = "http://169.254.170.2";
const METADATA_HOST = "http://169.254.169.254";
const PROFILE_IS_EMPTY = /^Could not resolve credentials using profile/;

/** Name of the source that the environment points to, in the order in which the default chain looks. */
export function nameCredentialSource(env: Environment): string {
  return findSource(env)?.name ?? "no source: neither keys, a profile, a token file nor an endpoint is set in the environment";
}

/** Which source fails and why: `the container endpoint http://… (…) failed: connect ECONNREFUSED …`. Never holds a secret. */
export async function explainMissingCredentials(env: Environment): Promise<string> {
  const source = (await brokenDefaultProfile(env)) ?? findSource(env);
  if (source === undefined) return nameCredentialSource(env);
  const error = await failureOf(source);
  return `${source.name} ${error === undefined ? "failed, but answered when asked again" : `failed: ${describeFailure(error)}`}`;
}

function findSource(env: Environment): CredentialSource | undefined {
  return profileSource(env) ?? tokenFileSource(env) ?? containerSource(env) ?? metadataSource(env);
}

function profileSource({ AWS_PROFILE: profile }: Environment): CredentialSource | undefined {
  return profile ? { name: `the profile "${profile}" (AWS_PROFILE)`, ask: fromIni({ profile, ignoreCache: true }) } : undefined;
}

/** The profile that is read without being named, if it stands in a file and does not work. */
async function brokenDefaultProfile(env: Environment): Promise<CredentialSource | undefined> {
  if (env.AWS_PROFILE) return undefined;
  const source = { name: 'the profile "default"', ask: fromIni({ profile: "default", ignoreCache: true }) };
  const error = await failureOf(source);
  return error === undefined || PROFILE_IS_EMPTY.test(error.message) ? undefined : source;
}

function tokenFileSource(env: Environment): CredentialSource | undefined {
  const file = env.AWS_WEB_IDENTITY_TOKEN_FILE;
  if (!file || !env.AWS_ROLE_ARN) return undefined;
  return { name: `the token file ${file} (AWS_WEB_IDENTITY_TOKEN_FILE)`, ask: fromTokenFile() };
}

function containerSource(env: Environment): CredentialSource | undefined {
  const variable = ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"].find((name) => env[name]);
  if (variable === undefined) return undefined;
  const origin = variable.includes("RELATIVE") ? CONTAINER_HOST : originOf(env[variable] ?? "");
  // A wrong address is refused before anything is asked, by an exception.
  return { name: `the container endpoint ${origin} (${variable})`, ask: async () => fromHttp({ maxRetries: 0 })() };
}

function metadataSource(env: Environment): CredentialSource | undefined {
  const disabled = env.AWS_EC2_METADATA_DISABLED;
  if (disabled && disabled !== "false") return undefined;
  const endpoint = env.AWS_EC2_METADATA_SERVICE_ENDPOINT;
  const origin = endpoint ? `${originOf(endpoint)} (AWS_EC2_METADATA_SERVICE_ENDPOINT)` : METADATA_HOST;
  return { name: `no other source is set, and the instance metadata service ${origin}`, ask: fromInstanceMetadata() };
}

async function failureOf(source: CredentialSource): Promise<Error | undefined> {
  try {
    await source.ask();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** The path of a credential endpoint can be as good as a password, and so can its query. */
function originOf(uri: string): string {
  return URL.canParse(uri) ? new URL(uri).origin : "(not a URL)";
}

function describeFailure(error: Error): string {
  // Both complaints quote what they complain about: the answer with its keys, the command with its arguments.
  if (error instanceof SyntaxError) return "its answer is not JSON";
  if (error.message.startsWith("Command failed")) return "its credential_process failed";
  const status: unknown = "statusCode" in error ? error.statusCode : undefined;
  const withStatus = typeof status === "number" ? `${error.message} (status ${status})` : error.message;
  return firstLine(withStatus.replace(/^(\w*Error: )+/, "")).replace(/\.$/, "");
}
