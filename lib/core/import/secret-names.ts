/** Secrets of the other tool -> references. Their values go no further than this file. */
export class SecretNames {
  readonly #names = new Set<string>();

  /** `${env:ACME_LOGIN_PASSWORD}` for what the check `acme/login` calls its password. */
  reference(id: string, what: string): string {
    const base = `${id}_${what}`.toUpperCase().replaceAll(/[^A-Z0-9]+/g, "_");
    const start = /^[A-Z]/.test(base) ? base : `X_${base}`;
    let name = start;
    for (let number = 2; this.#names.has(name); number += 1) name = `${start}_${number}`;
    this.#names.add(name);
    return `\${env:${name}}`;
  }

  /** The other tool has read this variable already. */
  known(name: string): string {
    this.#names.add(name);
    return `\${env:${name}}`;
  }

  /** Environment variables that must be set, in the order in which they were needed. */
  get all(): readonly string[] {
    return [...this.#names];
  }
}
