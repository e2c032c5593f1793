/** Addresses of our own pages: each is whole by itself, so that it can be shared and opened without script. */
import type { CheckId } from "../model/check.ts";
import type { DrawContext } from "./view.ts";

/** `/c/acme-prod/checkout`; ids hold only letters, digits, `.`, `_`, `-` and `/`. */
export function checkPath(id: CheckId): string {
  return `/c/${encodeId(id)}`;
}

export function previewPath(id: CheckId): string {
  return `/preview/${encodeId(id)}`;
}

/** Keeps the reader's language where it is not that of the deployment. */
export function pageLink(path: string, context: DrawContext, parameters: Readonly<Record<string, string>> = {}): string {
  const { language, ownLanguage } = context;
  const query = new URLSearchParams({ ...parameters, ...(language !== ownLanguage && { lang: language }) }).toString();
  return query === "" ? path : `${path}?${query}`;
}

/** With `url`: the address to try. */
export const TRY_PATH = "/try";

function encodeId(id: CheckId): string {
  return id.split("/").map(encodeURIComponent).join("/");
}
