import { startTcp } from "../servers.ts";
import type { Trick } from "./trick.ts";

export const silent: Trick = { name: "accepts and never says a word", start: () => startTcp(() => undefined) };
