import { isIP } from "node:net";
import type { Address } from "./resolve.ts";

/** Lower-case host name -> addresses in the order of the file. */
export type HostsTable = ReadonlyMap<string, readonly Address[]>;

/** Reads a hosts file (hosts(5)): an address and its names a line, `#` begins a comment. What is not understood is passed over. */
export function parseHosts(text: string): HostsTable {
  const table = new Map<string, Address[]>();
  for (const line of text.split("\n")) {
    const [ip = "", ...names] = (line.split("#", 1)[0] ?? "").trim().split(/\s+/);
    const family = isIP(ip);
    if (family === 0) continue;
    for (const name of names) {
      const key = name.toLowerCase();
      const addresses = table.get(key) ?? [];
      addresses.push({ ip, family: family === 4 ? 4 : 6 });
      table.set(key, addresses);
    }
  }
  return table;
}
