/** Which Bongsu this is, so that what is deployed can say it. */
import { readFileSync } from "node:fs";
import { isRecord } from "../core/shapes.ts";

/** Two folders up in a checkout, and in a package, whose compiled files have their own. */
const PACKAGE = new URL("../../package.json", import.meta.url);

export function ownVersion(): string {
  const described: unknown = JSON.parse(readFileSync(PACKAGE, "utf8"));
  if (!isRecord(described) || typeof described.version !== "string") throw new Error(`${PACKAGE.pathname} names no version.`);
  return described.version;
}
