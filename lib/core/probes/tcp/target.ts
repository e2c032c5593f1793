import type { IpChoice } from "../../net/resolve.ts";

/** What a `tcp` check asks: that something accepts a connection. */
export interface TcpTarget {
  readonly host: string;
  readonly port: number;
  readonly ip: IpChoice;
}
