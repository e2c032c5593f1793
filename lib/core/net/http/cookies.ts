/** Cookies that a host sets along a chain of redirects (RFC 6265). They live for one run and stay with their host, whatever Domain says. */

export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  /** For https alone. */
  readonly isSecure: boolean;
}

const COOKIES_MAX = 50;
/** Of all cookies together: no server takes a larger header. */
const COOKIES_MAX_CHARACTERS = 8_192;
const SENDABLE = /^[\t\x20-\x7e\u0080-\u00ff]*$/;

/** What the server at `url` wants back from now on, with what was kept before. */
export function keepCookies(
  jar: readonly Cookie[],
  setCookies: readonly string[],
  { url, atEpochMs }: { readonly url: URL; readonly atEpochMs: number },
): readonly Cookie[] {
  return setCookies.reduce((kept, setCookie) => {
    const [pair = "", ...rest] = setCookie.split(";");
    const [, name = "", value = ""] = /^([^=]+)=(.*)$/.exec(pair) ?? [];
    if (name.trim() === "" || !SENDABLE.test(setCookie)) return kept;
    const attributes = readAttributes(rest);
    const path = pathOf(attributes, url);
    const cookie = { name: name.trim(), value: value.trim(), path, isSecure: attributes.has("secure") };
    const others = kept.filter((other) => other.name !== cookie.name || other.path !== path);
    const more = [...others, cookie];
    return isEnded(attributes, atEpochMs) || isTooMuch(more) ? others : more;
  }, jar);
}

/** `name=value` of those that belong to an address, the longest paths first. */
export function cookiesFor(jar: readonly Cookie[], { pathname, protocol }: URL): string[] {
  return jar
    .filter(({ isSecure, path }) => isBelow(path, pathname) && (!isSecure || protocol === "https:"))
    .toSorted((one, other) => other.path.length - one.path.length)
    .map(({ name, value }) => `${name}=${value}`);
}

type Attributes = ReadonlyMap<string, string>;

/** Names in lower case; of those that stand there twice the last counts. */
function readAttributes(parts: readonly string[]): Attributes {
  return new Map(
    parts.map((part) => {
      const [name = "", ...value] = part.split("=");
      return [name.trim().toLowerCase(), value.join("=").trim()];
    }),
  );
}

/** 5.2.4; where none is said, the folder of the address (5.1.4). */
function pathOf(attributes: Attributes, { pathname }: URL): string {
  const said = attributes.get("path");
  if (said?.startsWith("/")) return said;
  return pathname.slice(0, Math.max(1, pathname.lastIndexOf("/")));
}

/** 5.1.4 */
function isBelow(path: string, pathname: string): boolean {
  if (!pathname.startsWith(path)) return false;
  return pathname.length === path.length || path.endsWith("/") || pathname[path.length] === "/";
}

const MAX_AGE = /^-?\d{1,15}$/;
const EXPIRES_MAX_CHARACTERS = 60;

/** How a server takes a cookie back; where it says both, its age counts (5.3). */
function isEnded(attributes: Attributes, nowEpochMs: number): boolean {
  const maxAge = attributes.get("max-age") ?? "";
  if (MAX_AGE.test(maxAge)) return Number(maxAge) <= 0;
  return Date.parse((attributes.get("expires") ?? "").slice(0, EXPIRES_MAX_CHARACTERS)) <= nowEpochMs;
}

function isTooMuch(jar: readonly Cookie[]): boolean {
  const characters = jar.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
  return jar.length > COOKIES_MAX || characters > COOKIES_MAX_CHARACTERS;
}
