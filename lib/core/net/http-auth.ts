/** How a check shows who it is: exactly one way. Values may hold secret references until the run. */
export type HttpAuth =
  | { readonly basic: BasicOptions }
  | { readonly bearer: string }
  | { readonly oauth2: OAuth2Options }
  | { readonly sigv4: SigV4Options };

export interface BasicOptions {
  readonly user: string;
  readonly password: string;
}

/** Client credentials (RFC 6749, 4.4). */
export interface OAuth2Options {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope?: string;
}

/** AWS Signature Version 4 with the credentials of the prober, or of a role that it assumes. */
export interface SigV4Options {
  /** As in the credential scope: `execute-api`, `lambda`, `es`, `s3`. */
  readonly service: string;
  readonly region: string;
  /** ARN; absent: the prober itself. */
  readonly role?: string;
  /** That the role's trust policy asks for. */
  readonly externalId?: string;
}

/** Whom to sign as, from something that says it among other things. */
export function signedAs({ role, externalId }: Partial<SigV4Options>): Pick<SigV4Options, "role" | "externalId"> {
  return { ...(role !== undefined && { role }), ...(externalId !== undefined && { externalId }) };
}
