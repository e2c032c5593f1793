import { bomb } from "./bomb.ts";
import { closesAtOnce } from "./closes-at-once.ts";
import { closesOnData } from "./closes-on-data.ts";
import { cutChunks } from "./cut-chunks.ts";
import { endlessBody } from "./endless-body.ts";
import { endlessHeaders } from "./endless-headers.ts";
import { endlessRedirects } from "./endless-redirects.ts";
import { garbage } from "./garbage.ts";
import { garbageTls } from "./garbage-tls.ts";
import { halfOpen } from "./half-open.ts";
import { lyingLength } from "./lying-length.ts";
import { onlyContinue } from "./only-continue.ts";
import { resetsAtOnce } from "./resets-at-once.ts";
import { resetsInBody } from "./resets-in-body.ts";
import { resetsOnData } from "./resets-on-data.ts";
import { silent } from "./silent.ts";
import { stallsInHandshake } from "./stalls-in-handshake.ts";
import type { Trick } from "./trick.ts";
import { tricklesBody } from "./trickles-body.ts";
import { tricklesGreeting } from "./trickles-greeting.ts";

export const tricks: readonly Trick[] = [
  silent,
  closesAtOnce,
  closesOnData,
  resetsAtOnce,
  resetsOnData,
  resetsInBody,
  halfOpen,
  garbage,
  garbageTls,
  stallsInHandshake,
  tricklesBody,
  tricklesGreeting,
  endlessBody,
  endlessHeaders,
  endlessRedirects,
  lyingLength,
  cutChunks,
  onlyContinue,
  bomb,
];
