/** Record types that a check may ask for: name -> number (IANA "Resource Record (RR) TYPEs"). */
export const RECORD_TYPES = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  NAPTR: 35,
  DS: 43,
  SSHFP: 44,
  DNSKEY: 48,
  TLSA: 52,
  SVCB: 64,
  HTTPS: 65,
  CAA: 257,
} as const;

export type RecordType = keyof typeof RECORD_TYPES;
export const RECORD_TYPE_NAMES = Object.keys(RECORD_TYPES) as RecordType[];

/** EDNS (RFC 6891): says what the sender can take, and carries the upper bits of the response code. */
export const TYPE_OPT = 41;

export const RECORD_CLASSES = { IN: 1, CH: 3 } as const;
export type RecordClass = keyof typeof RECORD_CLASSES;

const NAMES = new Map<number, string>(Object.entries(RECORD_TYPES).map(([name, number]) => [number, name]));

/** `MX`; `TYPE99` (RFC 3597) where the number has no name here. */
export function typeName(number: number): string {
  return NAMES.get(number) ?? `TYPE${number}`;
}
