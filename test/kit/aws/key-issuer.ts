/** Issues short-lived credentials and knows which of them AWS would still take. */
export interface IssuedKeys {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly Token: string;
  /** RFC 3339. */
  readonly Expiration: string;
}

/** Of all issuers: a key id stands for one set of credentials in the whole world. */
let issuedInAll = 0;

export class KeyIssuer {
  readonly issued: IssuedKeys[] = [];
  readonly #revoked = new Set<string>();
  /** How long keys live from their issue on. */
  lifetimeMs: number;

  constructor(lifetimeMs: number) {
    this.lifetimeMs = lifetimeMs;
  }

  issue(): IssuedKeys {
    const number = ++issuedInAll;
    const keys = {
      AccessKeyId: `ASIATEST${String(number).padStart(8, "0")}`,
      SecretAccessKey: `secret-of-test-key-${number}`,
      Token: `token-of-test-key-${number}`,
      Expiration: new Date(Date.now() + this.lifetimeMs).toISOString(),
    };
    this.issued.push(keys);
    return keys;
  }

  /** From now on AWS answers ExpiredToken to everything issued so far, whatever its Expiration says. */
  revokeAll(): void {
    for (const keys of this.issued) this.#revoked.add(keys.Token);
  }

  /** Whether AWS takes this session token now. */
  accepts(token: string): boolean {
    const keys = this.issued.find((candidate) => candidate.Token === token);
    return keys !== undefined && !this.#revoked.has(token) && Date.parse(keys.Expiration) > Date.now();
  }
}
