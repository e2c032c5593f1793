import type { IpChoice } from "../../net/resolve.ts";
import type { RecordClass, RecordType } from "./record-types.ts";

/** What a `dns` check asks, and whom. */
export interface DnsTarget {
  /** ASCII, lower case, without the dot at its end; `.` is the root. */
  readonly name: string;
  readonly type: RecordType;
  readonly class: RecordClass;
  /** The system's servers where none is given. */
  readonly server?: DnsServer;
  readonly transport: "udp" | "tcp";
  /** Whether the server shall ask others when it does not know (the bit RD). */
  readonly recurse: boolean;
  /** IP version in which the server is asked. */
  readonly ip: IpChoice;
}

export interface DnsServer {
  /** Name or IP address. */
  readonly host: string;
  readonly port: number;
}
