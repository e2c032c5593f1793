/** How a TLS connection is made and what is demanded of it. */
export interface TlsOptions {
  /** false: the certificate is read and reported, but not judged. */
  readonly verify: boolean;
  /** false: the certificate may name another host; its dates and its chain are judged all the same. */
  readonly verifyName?: boolean;
  /** PEM; added to the roots that Node brings. */
  readonly ca?: string;
  /** Name sent to the server and looked for in its certificate, instead of the host. */
  readonly serverName?: string;
  /** Client certificate and its key, PEM. */
  readonly cert?: string;
  readonly key?: string;
  readonly minVersion?: "1.2" | "1.3";
}
