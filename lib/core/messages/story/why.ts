/** Why, as far as the evidence goes: the probable cause with its confidence, and what was ruled out. */
import type { Story } from "../../model/story.ts";
import type { Wording } from "./wording.ts";

/** Best first; each with a full stop. Empty where no known pattern fits. */
export function causesOf(
  { diagnosis }: Story,
  { causes, texts }: Wording,
): { readonly confidence: string; readonly says: string }[] {
  return diagnosis.findings.map((finding) => ({
    confidence: texts.confidence[finding.confidence],
    says: withFullStop(causes.cause(finding).says),
  }));
}

/** `DNS, the network`; `undefined` where nothing was. */
export function ruledOutOf({ diagnosis }: Story, { causes }: Wording): string | undefined {
  const items = diagnosis.ruledOut.map((line) => withoutFullStop(causes.line(line)));
  return items.length === 0 ? undefined : items.join("; ");
}

export function withoutFullStop(sentence: string): string {
  return sentence.replace(/[.\s]+$/, "");
}

function withFullStop(sentence: string): string {
  return `${withoutFullStop(sentence)}.`;
}
