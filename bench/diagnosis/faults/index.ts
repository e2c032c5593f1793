/** Every kind of fault, and the innocents. */
import type { Fault } from "../fault.ts";
import * as answers from "./answers.ts";
import * as clocks from "./clocks.ts";
import * as connect from "./connect.ts";
import * as dns from "./dns.ts";
import * as innocents from "./innocents.ts";
import * as kdb from "./kdb.ts";
import * as metrics from "./metrics.ts";
import * as ourselves from "./ourselves.ts";
import * as releases from "./releases.ts";
import * as s3 from "./s3.ts";
import * as times from "./times.ts";
import * as tls from "./tls.ts";
import * as transfer from "./transfer.ts";
import * as wide from "./wide.ts";

const FAMILIES: readonly Readonly<Record<string, Fault>>[] = [
  ...[dns, connect, tls, answers, transfer, kdb, metrics, releases, clocks, s3, times, wide, ourselves, innocents],
];

export const FAULTS: readonly Fault[] = FAMILIES.flatMap((family) => Object.values(family));
