/** A role of AWS that a check signs as: how several accounts are watched from one. */
import { text } from "./fields.ts";
import type { Refusal, Refuse } from "./problem.ts";
import { hasReference, refuseReferences } from "./references.ts";
import { showText } from "./show.ts";

export const role = text(checkRole, "arn:aws:iam::123456789012:role/bongsu").describe(
  "Role to assume, perhaps of another account. Default: the prober's own credentials.",
);
export const externalId = text(checkExternalId, "acme-7f3c").describe(
  "External id that the role's trust policy asks for; only with role.",
);

/** An external id is said when a role is assumed, and else to nobody. */
export function externalIdAlone(written: { readonly role?: string; readonly externalId?: string }): Refusal[] {
  if (written.externalId === undefined || written.role !== undefined) return [];
  const message = "An external id says nothing without the role that asks for it.";
  const fix = "Add role with the ARN of the role, or remove externalId.";
  return [{ code: "external-id-alone", message, fix, path: ["externalId"], at: "key" }];
}

function checkRole(written: string, refuse: Refuse): void {
  refuseReferences(written, refuse);
  if (hasReference(written) || /^arn:aws[a-z-]{0,20}:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/.test(written)) return;
  const message = `${showText(written)} is not the ARN of a role.`;
  refuse({ code: "role-malformed", message, fix: "Write it as in arn:aws:iam::123456789012:role/export-reader." });
}

function checkExternalId(written: string, refuse: Refuse): void {
  refuseReferences(written, refuse);
  if (hasReference(written) || /^[\w+=,.@:/-]{2,1224}$/.test(written)) return;
  const message = `${showText(written)} is not an external id: 2 to 1,224 letters, digits and "+=,.@:/_-".`;
  refuse({ code: "external-id-malformed", message, fix: "Write the id that the owner of the role has given to you." });
}
