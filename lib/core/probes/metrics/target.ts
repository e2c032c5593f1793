import type { HttpAuth } from "../../net/http-auth.ts";
import type { IpChoice } from "../../net/resolve.ts";
import type { TlsOptions } from "../../net/tls-options.ts";

export type Fold = "sum" | "max" | "min";

/** Which lines of the page make one number. */
export interface SeriesChoice {
  readonly name: string;
  /** A line must hold all of them, and may hold others. */
  readonly labels: Readonly<Record<string, string>>;
  /** What several lines become. */
  readonly fold: Fold;
}

/** What a `metrics` check asks, as its schema leaves it. */
export interface MetricsTarget {
  readonly url: string;
  /** By the name of the fact. Empty: the address answers with a health document. */
  readonly series: Readonly<Record<string, SeriesChoice>>;
  /** Where the JVM shows its threads: read when something is wrong, never by the check itself. */
  readonly threadDump?: string;
  /** Names as written; values may hold secret references. */
  readonly headers: Readonly<Record<string, string>>;
  /** Pushed values older than this are not judged. */
  readonly staleAfterMs: number;
  readonly ip: IpChoice;
  readonly tls: TlsOptions;
  readonly auth?: HttpAuth;
}
