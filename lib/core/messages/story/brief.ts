/** The six answers, one line each: for places that have labels instead of sections. */
import type { Story } from "../../model/story.ts";
import type { Label } from "../story-texts-contract.ts";
import { digestOf } from "./digest.ts";
import { bodyOf, evidenceOf, patternOf, phasesOf } from "./how-known.ts";
import { relatedOf } from "./how-wide.ts";
import { isAlike, troubledRun } from "./matter.ts";
import { layersFine } from "./opening.ts";
import { changedOf, nowOf, othersBackOf, wasOf } from "./recovery.ts";
import { sinceOf } from "./since-when.ts";
import { whatOf } from "./what.ts";
import { causesOf, ruledOutOf } from "./why.ts";
import type { Wording } from "./wording.ts";

export interface Answer {
  readonly label: Label;
  readonly text: string;
}

/** Without what to do next. Answers that nobody knows are left out, except why. */
export function briefOf(story: Story, wording: Wording): Answer[] {
  if (story.type === "digest") return briefOfDigest(story, wording);
  if (story.type === "drill" && story.about === undefined) return answersOf([["drill", [wording.texts.openings.drill]]]);
  return story.type === "resolved" ? briefOfRecovery(story, wording) : briefOfTrouble(story, wording);
}

function briefOfTrouble(story: Story, wording: Wording): Answer[] {
  const { answers, openings } = wording.texts;
  const causes = heldCauses(story, wording);
  const layers = isAlike(story) ? layersFine(troubledRun(story)) : [];
  const ruledOut = ruledOutOf(story, wording) ?? (layers.length === 0 ? undefined : openings.layersFine(layers));
  return answersOf([
    ["drill", story.type === "drill" ? [openings.drill] : []],
    ["what", whatOf(story, wording)],
    ["since", [sinceOf(story, wording)]],
    ["why", causes.length === 0 ? [answers.causeUnknown] : causes],
    ["not", asList(ruledOut)],
    ["known", evidenceOf(story, wording)],
    ["says", asList(bodyOf(story))],
    [
      "took",
      [
        phasesOf(story, wording)
          .map(({ time }) => time)
          .join(", "),
      ],
    ],
    ["trend", patternOf(story, wording)],
    ["alarm", asList(troubledRun(story) && story.alarmReason && wording.texts.engine(story.alarmReason))],
    ["wide", relatedOf(story, wording)],
  ]);
}

function briefOfRecovery(story: Story, wording: Wording): Answer[] {
  const causes = heldCauses(story, wording);
  return answersOf([
    ["since", [wording.momentAndUtc(story.untilEpochMs ?? story.toldAtEpochMs)]],
    ["was", [wasOf(story, wording)]],
    ["why", causes.slice(0, 1)],
    ["now", asList(nowOf(story, wording))],
    ["changed", asList(changedOf(story, wording))],
    ["wide", othersBackOf(story, wording)],
  ]);
}

/** `Likely: …` */
function heldCauses(story: Story, wording: Wording): string[] {
  return causesOf(story, wording).map(({ confidence, says }) => wording.texts.answers.held(confidence, says));
}

function briefOfDigest(story: Story, wording: Wording): Answer[] {
  const { open, over } = digestOf(story, wording);
  return [...open.map((text): Answer => ({ label: "open", text })), ...over.map((text): Answer => ({ label: "over", text }))];
}

function answersOf(answers: readonly (readonly [label: Label, lines: readonly string[]])[]): Answer[] {
  return answers.map(([label, lines]) => ({ label, text: joinLines(lines) })).filter(({ text }) => text !== "");
}

/** Behind a sentence a blank is enough. */
function joinLines(lines: readonly string[]): string {
  return lines.reduce((all, line) => (all === "" ? line : `${all}${/[.!?]$/.test(all) ? " " : "; "}${line}`), "");
}

function asList(line: string | undefined): string[] {
  return line === undefined ? [] : [line];
}
