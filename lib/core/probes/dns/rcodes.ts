/** Response codes (IANA "DNS RCODEs") in the order of their numbers, each with what it means to people. */
export const RCODES = {
  NOERROR: "no error",
  FORMERR: "the server did not understand the question",
  SERVFAIL: "the server could not find the answer",
  NXDOMAIN: "the name does not exist",
  NOTIMP: "the server does not answer questions of this kind",
  REFUSED: "the server refuses to answer this question",
  YXDOMAIN: "the name exists, but should not",
  YXRRSET: "the records exist, but should not",
  NXRRSET: "the records do not exist, but should",
  NOTAUTH: "the server is not responsible for this zone",
  NOTZONE: "the name lies outside the zone",
} as const;

const NAMES = Object.keys(RCODES);

/** `NXDOMAIN`; `RCODE16` where the number has no name here. */
export function rcodeName(number: number): string {
  return NAMES[number] ?? `RCODE${number}`;
}
