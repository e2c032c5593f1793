/** Text from outside, made safe to stand in a message: one line, bounded, without trickery and without what looks like a secret. */
import { maskText } from "../run/mask.ts";
import { cutEnd } from "./cut.ts";
import { plainText } from "./plain-text.ts";

const TEXT_MAX = 300;
/** Before any pattern looks at it: what is cut away later need not be searched. */
const READ_MAX = 4 * TEXT_MAX;
const MASK = "***";
/** Letters that show as nothing or change what stands beside them: tags, joiners, fillers. */
const INVISIBLE = /[\p{Cf}\p{Cs}\p{Co}\u115f\u1160\u3164\uffa0\u2800]/gu;

/** Shapes that run/mask.ts does not know. Outcomes come masked; this catches what a cause, a thread dump or a title may carry. */
const FURTHER_SECRETS: readonly (readonly [shape: RegExp, shown: string])[] = [
  [/(\/\/)[^\s/@:]{0,200}:[^\s/@]{1,200}@/g, `$1${MASK}@`],
  [/((?:proxy-)?authorization["']?\s{0,3}[:=]\s{0,3}).{1,500}/gi, `$1${MASK}`],
  [/((?:set-)?cookie["']?\s{0,3}[:=]\s{0,3}).{1,500}/gi, `$1${MASK}`],
  [/((?:x-amz-(?:signature|credential|security-token)|sig(?:nature)?)=)[^\s&]{1,500}/gi, `$1${MASK}`],
  [/\b(?:gh[pousr]_|github_pat_|glpat-|npm_|sk[-_]|pk_live_|rk_live_|AIza|SG\.)[\w.-]{16,}/g, MASK],
  [/-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----.{0,2000}/g, MASK],
];
/** AWS secret keys and their like: long, and of capitals, small letters and digits without a word in it. */
const LONG_RUN = /[A-Za-z0-9+/_=-]{40,}/g;

export function safeText(text: string): string {
  return cutEnd(maskNamed(tidy(text)).replaceAll(LONG_RUN, hideToken), TEXT_MAX);
}

/** For names that people gave in the configuration: however long, they are no tokens. */
export function safeName(name: string): string {
  return cutEnd(maskNamed(tidy(name)), TEXT_MAX);
}

/** For addresses of our own pages: with a part masked they would lead nowhere. */
export function safeLink(url: string): string {
  return tidy(url);
}

function tidy(text: string): string {
  return plainText(text.slice(0, READ_MAX)).replaceAll(INVISIBLE, "").trim();
}

function maskNamed(text: string): string {
  return FURTHER_SECRETS.reduce((masked, [shape, shown]) => masked.replaceAll(shape, shown), maskText(text));
}

function hideToken(run: string): string {
  return /[A-Z]/.test(run) && /[a-z]/.test(run) && /\d/.test(run) ? MASK : run;
}
