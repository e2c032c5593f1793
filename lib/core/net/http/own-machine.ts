/** Addresses that mean this machine itself or its keeper: there live Lambda's runtime, instance metadata and credentials. */
import { BlockList, isIPv6 } from "node:net";

const OWN_MACHINE = new BlockList();
OWN_MACHINE.addSubnet("0.0.0.0", 8);
OWN_MACHINE.addSubnet("127.0.0.0", 8);
OWN_MACHINE.addSubnet("169.254.0.0", 16);
OWN_MACHINE.addSubnet("::", 127, "ipv6");
OWN_MACHINE.addSubnet("fe80::", 10, "ipv6");
OWN_MACHINE.addSubnet("fd00:ec2::", 32, "ipv6");

export function isOwnMachine(ip: string): boolean {
  return OWN_MACHINE.check(ip, isIPv6(ip) ? "ipv6" : "ipv4");
}
