/** `ops@acme.example, duty@acme.example` -> the addresses in it that can be written to. */
const EMAIL = /^[^\s@,;<>"]+@[^\s@,;<>".]+(\.[^\s@,;<>".]+)+$/;
const EMAIL_LENGTH_MAX = 254;

export function emailsIn(text: string): string[] {
  return text.split(/[,;\s]+/).filter((address) => address.length <= EMAIL_LENGTH_MAX && EMAIL.test(address));
}
