/** Certificates made on the spot: any name, any dates, any issuer. Keys live only as long as the test. */
import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";
import { bitString, boolean, integer, objectId, octetString, sequence, set, tagged, time, utf8 } from "./der.ts";

const ECDSA_SHA256 = sequence(objectId("1.2.840.10045.4.3.2"));
const DAY_MS = 86_400_000;

export interface Identity {
  readonly name: string;
  readonly key: KeyObject;
  /** PEM, without its issuers. */
  readonly cert: string;
  readonly keyPem: string;
}

export interface CertificateOptions {
  /** Subject alternative names: DNS names and IP addresses. Default: the name itself. */
  readonly altNames?: readonly string[];
  /** Default: itself. */
  readonly issuer?: Identity;
  /** Whose key it certifies, as the old and the new certificate of an authority do. Default: a new one. */
  readonly sameKeyAs?: Identity;
  readonly isAuthority?: boolean;
  /** Days from now; default -1. */
  readonly validFromDays?: number;
  /** Days from now; default 60. */
  readonly validToDays?: number;
  /** As it is written in the certificate (`20261301000000Z`), sense or nonsense; instead of validToDays. */
  readonly validTo?: string;
  /** Where the issuer's certificate could be fetched. */
  readonly issuerUrl?: string;
}

export function makeCertificate(name: string, options: CertificateOptions = {}): Identity {
  const privateKey = options.sameKeyAs?.key ?? generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const publicKey = createPublicKey(privateKey);
  const body = sequence(
    tagged(0xa0, integer(2)),
    integer(randomBytes(8)),
    ECDSA_SHA256,
    distinguishedName(options.issuer?.name ?? name),
    sequence(time(daysFromNow(options.validFromDays ?? -1)), time(options.validTo ?? daysFromNow(options.validToDays ?? 60))),
    distinguishedName(name),
    publicKey.export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(...extensions(name, options))),
  );
  const signature = sign("sha256", body, options.issuer?.key ?? privateKey);
  const der = sequence(body, ECDSA_SHA256, bitString(signature));
  return { name, key: privateKey, cert: toPem(der), keyPem: privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
}

function distinguishedName(commonName: string): Buffer {
  return sequence(set(sequence(objectId("2.5.4.3"), utf8(commonName))));
}

function extensions(name: string, options: CertificateOptions): Buffer[] {
  const altNames = options.altNames ?? (options.isAuthority ? [] : [name]);
  const all = [extension("2.5.29.19", sequence(...(options.isAuthority ? [boolean(true)] : [])), true)];
  if (altNames.length > 0) all.push(extension("2.5.29.17", sequence(...altNames.map(generalName))));
  if (options.issuerUrl !== undefined) {
    const place = tagged(0x86, Buffer.from(options.issuerUrl, "latin1"));
    all.push(extension("1.3.6.1.5.5.7.1.1", sequence(sequence(objectId("1.3.6.1.5.5.7.48.2"), place))));
  }
  return all;
}

function extension(id: string, value: Buffer, isCritical = false): Buffer {
  return sequence(objectId(id), ...(isCritical ? [boolean(true)] : []), octetString(value));
}

function generalName(name: string): Buffer {
  if (isIP(name) === 4) return tagged(0x87, Buffer.from(name.split(".").map(Number)));
  return tagged(0x82, Buffer.from(name, "latin1"));
}

function daysFromNow(days: number): Date {
  return new Date(Math.floor(Date.now() / 1_000) * 1_000 + days * DAY_MS);
}

function toPem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`;
}
