/** A command that asks the same without us. */
import type { Check } from "../model/check.ts";
import type { Outcome } from "../model/outcome.ts";

/** For HTTP only; never one in which a secret was masked, since it would not ask the same. */
export function repeatCommand({ kind }: Pick<Check, "kind">, { evidence }: Outcome): string | undefined {
  const [method = "", url = ""] = (evidence.request ?? "").split(" ");
  if (!/^[A-Z]+$/.test(method) || !/^https?:/.test(url)) return undefined;
  if (kind !== "http" || url.includes("…") || url.includes("***") || url.includes("'")) return undefined;
  return method === "GET" ? `curl -sv '${url}'` : `curl -sv -X ${method} '${url}'`;
}
