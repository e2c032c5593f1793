/** What an address of the page asks for. */
import type { CheckId, Language } from "../core/model/check.ts";
import { PREVIEW_TABS } from "../core/render/alert-preview.ts";
import { TRY_PATH } from "../core/render/links.ts";
import type { PreviewTab } from "../core/render/page-texts-contract.ts";

/** The list, alone or with something beside it. */
export type Route =
  | { readonly page: "board" }
  | { readonly page: "check"; readonly check: CheckId; readonly runAtEpochMs?: number }
  | { readonly page: "preview"; readonly check: CheckId; readonly tab: PreviewTab }
  /** Asks somebody something: only for those who came from a page of ours, or typed it. */
  | { readonly page: "try"; readonly address: string };

export interface PageRequest {
  readonly route: Route;
  /** Absent where the address names none that we speak. */
  readonly language?: Language;
  /** Only what stands beside the list: the script has the rest already. */
  readonly isPart: boolean;
  readonly path: string;
  /** What of the query has a meaning besides the language. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** `undefined`: no page of ours. */
export function readPageRequest({ pathname, searchParams }: URL): PageRequest | undefined {
  const route = readRoute(pathname, searchParams);
  const language = readLanguage(searchParams);
  return (
    route && {
      ...{ route, path: pathname, parameters: parametersOf(route), isPart: searchParams.get("part") === "drawer" },
      ...(language !== undefined && { language }),
    }
  );
}

export function readLanguage(query: URLSearchParams): Language | undefined {
  const language = query.get("lang");
  return language === "en" || language === "ko" ? language : undefined;
}

function readRoute(pathname: string, query: URLSearchParams): Route | undefined {
  const [, place, encoded = ""] = /^\/(c|preview)\/(.+)$/.exec(pathname) ?? [];
  if (pathname === "/") return { page: "board" };
  if (pathname === TRY_PATH) return { page: "try", address: (query.get("url") ?? "").trim().slice(0, ADDRESS_MAX_LENGTH) };
  const check = decode(encoded);
  if (place === undefined || check === undefined) return undefined;
  return place === "c" ? { page: "check", check, ...runOf(query) } : { page: "preview", check, tab: tabOf(query) };
}

/** What no browser's own address line takes is no address. */
const ADDRESS_MAX_LENGTH = 2_048;

function runOf(query: URLSearchParams): { readonly runAtEpochMs?: number } {
  const run = query.get("run") ?? "";
  return /^\d{1,15}$/.test(run) ? { runAtEpochMs: Number(run) } : {};
}

function tabOf(query: URLSearchParams): PreviewTab {
  return PREVIEW_TABS.find((tab) => tab === query.get("tab")) ?? "email";
}

function parametersOf(route: Route): Readonly<Record<string, string>> {
  if (route.page === "preview") return { tab: route.tab };
  if (route.page === "try") return { url: route.address };
  return route.page === "check" && route.runAtEpochMs !== undefined ? { run: String(route.runAtEpochMs) } : {};
}

function decode(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
