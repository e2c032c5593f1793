/** `${1}` in a `send`: what the first group of the last `expect` captured. */
import { RE2JS } from "re2js";
import type { Refusal } from "../../config/problem.ts";
import type { ScriptStep, SendPart } from "./target.ts";

const CAPTURE = /\$\{(\d)\}/g;

export function withoutCaptures(text: string): string {
  return text.replaceAll(CAPTURE, "");
}

/** The text in pieces: `["AUTH ", { group: 1 }, "\r\n"]`. Done before secrets are filled in, so that none is taken for a capture. */
export function splitAtCaptures(text: string): SendPart[] {
  const parts = text.split(CAPTURE).map((piece, index): SendPart => (index % 2 === 0 ? piece : { group: Number(piece) }));
  return parts.filter((part) => part !== "");
}

/** Every `${1}` to which no group belongs. */
export function strayCaptures(script: readonly ScriptStep[]): Refusal[] {
  let groups = 0;
  return script.flatMap((step, index) => {
    if ("expect" in step) groups = RE2JS.compile(step.expect).groupCount();
    if (!("send" in step)) return [];
    const stray = step.send.find((part) => typeof part === "object" && part.group > groups);
    return typeof stray === "object" ? [refusalOf(stray.group, index)] : [];
  });
}

function refusalOf(group: number, index: number): Refusal {
  return {
    code: "capture-unknown",
    message: `\${${group}} stands here, but no expect before it captures a group ${group}.`,
    fix: "Put ( and ) around the part of the pattern that is to be sent, in the last expect before this step.",
    path: ["script", index, "send"],
  };
}
