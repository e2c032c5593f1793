/** What is at fault, as far as the shape of the outage tells: one check, all that share a host or address, a place we probe from, ourselves. */
export interface Root {
  readonly kind: "check" | "host" | "address" | "location" | "prober";
  /** Id of the check, name of the host, IP address, name of the location. */
  readonly name: string;
}
