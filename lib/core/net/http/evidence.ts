import type { Evidence } from "../../model/outcome.ts";
import type { HttpRun } from "./http-run.ts";
import { printableProxy } from "./proxy.ts";
import { printableUrl } from "./request.ts";

/** More than is shown, so that secrets are whole when they are masked. */
export const EVIDENCE_BODY_CHARACTERS = 4_096;

/** What a person needs to believe what came of a run. */
export function evidenceOf({ address, body, certificate, cutAnswer, redirects, request, target }: HttpRun): Evidence {
  const text = body?.text ?? cutAnswer?.beginning ?? "";
  const asked = redirects.length === 0 ? request.url : new URL(target.url);
  return {
    request: `${target.method} ${printableUrl(asked)}${target.proxy === undefined ? "" : ` through ${printableProxy(target.proxy)}`}`,
    ...(address !== undefined && { address }),
    ...(certificate !== undefined && { certificate }),
    ...(redirects.length > 0 && { redirects }),
    ...(text !== "" && { body: text.slice(0, EVIDENCE_BODY_CHARACTERS) }),
  };
}
