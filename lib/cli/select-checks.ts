/** From the words of the command line to checks: addresses need no file, ids are looked up in it. */
import { ConfigError, defineChecks, loadConfigFile, type Problem } from "../core/config/index.ts";
import { suggest } from "../core/config/suggest.ts";
import { cutMiddle } from "../core/messages/cut.ts";
import type { Check } from "../core/model/check.ts";

export type Selection =
  | SelectedChecks
  | { readonly problems: readonly Problem[]; readonly text: string }
  /** A sentence with the cure. */
  | { readonly refusal: string };

export interface SelectedChecks {
  /** Of the deployment. */
  readonly name: string;
  readonly checks: readonly Check[];
  /** IANA name. */
  readonly timezone: string;
  /** Of addresses on the command line rather than of a file. */
  readonly isAdHoc: boolean;
}

const AD_HOC_NAME = "command-line";
/** As much of it as one line of a terminal has room for. */
const TITLE_CHARACTERS = 80;
const ADDRESS = /^(https?|tcp):\/\//i;

export async function selectChecks(targets: readonly string[], configPath: string): Promise<Selection> {
  const addresses = targets.filter((target) => ADDRESS.test(target));
  if (addresses.length > 0 && addresses.length === targets.length) return adHocChecks(addresses);
  const loaded = await loadConfigFile(configPath);
  if ("unreadable" in loaded) return { refusal: loaded.unreadable };
  if ("problems" in loaded) return { problems: loaded.problems, text: loaded.text };
  const { checks, name, timezone } = loaded.config;
  if (targets.length === 0) return { name, checks, timezone, isAdHoc: false };
  const unknown = targets.find((target) => !checks.some(({ id }) => id === target));
  if (unknown !== undefined) return { refusal: refuse(unknown, checks, configPath) };
  return { name, checks: checks.filter(({ id }) => targets.includes(id)), timezone, isAdHoc: false };
}

/** The same schema as the file's, so that an address is judged as a check would be. */
function adHocChecks(addresses: readonly string[]): Selection {
  const inputs = addresses.map((address, index) => ({
    ...{ id: adHocId(address, index), title: titleOf(address) },
    ...kindOf(address),
  }));
  try {
    const { checks } = defineChecks({ name: AD_HOC_NAME, checks: inputs });
    return { name: AD_HOC_NAME, checks, timezone: localTimezone(), isAdHoc: true };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const [first] = error.problems;
    return { refusal: `${first?.message ?? "The address cannot be used."} ${first?.fix ?? ""}`.trim() };
  }
}

function kindOf(address: string): { tcp: string } | { http: string } {
  const [scheme = "", place = ""] = address.split("://");
  return scheme.toLowerCase() === "tcp" ? { tcp: place.replace(/\/$/, "") } : { http: address };
}

/** Without scheme and query: `api.acme.example/health`. */
function titleOf(address: string): string {
  const url = URL.parse(address);
  const title = `${url?.host ?? ""}${url?.pathname.replace(/\/$/, "") ?? ""}`;
  return cutMiddle(title, TITLE_CHARACTERS) || address.slice(0, TITLE_CHARACTERS);
}

/** Host and path in the letters that an id may have; the position keeps two alike apart. */
function adHocId(address: string, index: number): string {
  const url = URL.parse(address);
  const name = `${url?.host ?? ""}${url?.pathname ?? ""}`.replaceAll(/[^A-Za-z0-9._/-]+/g, "-");
  const tidy = name.replaceAll(/\/{2,}/g, "/").replaceAll(/^[^A-Za-z0-9]+|[/-]+$/g, "");
  return `${tidy.slice(0, 100) || "address"}${index === 0 ? "" : `-${index + 1}`}`;
}

function refuse(unknown: string, checks: readonly Check[], configPath: string): string {
  const near = suggest(
    unknown,
    checks.map(({ id }) => id),
  );
  const cure = near === undefined ? "An address begins with http://, https:// or tcp://." : `Did you mean ${near}?`;
  return `There is no check ${unknown} in ${configPath}. ${cure}`;
}

function localTimezone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
