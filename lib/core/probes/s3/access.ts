/** The contrast that tells a broken writer from a broken S3: how S3 answers us, right now. Facts only; what they mean is for others to say. */
import { formatAge } from "../../model/units.ts";
import type { Identity } from "./identity.ts";

export interface Access {
  readonly identity?: Identity;
  readonly credentialsExpireInMs?: number;
}

/** `S3 answers from here, as arn:…, with credentials valid for another 52 min` */
export function describeAccess({ identity, credentialsExpireInMs }: Access): string {
  const who = identity !== undefined && "arn" in identity ? `, as ${identity.arn}` : "";
  const validity =
    credentialsExpireInMs === undefined
      ? "credentials that name no end"
      : `credentials valid for another ${formatAge(credentialsExpireInMs)}`;
  return `S3 answers from here${who}, with ${validity}`;
}

/** `the object was last written 3 h ago, while S3 answers from here, …` */
export function describeContrast(ageMs: number, access: string): string {
  return `the object was last written ${formatAge(ageMs)} ago, while ${access}`;
}
