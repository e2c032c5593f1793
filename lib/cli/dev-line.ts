/** What `bongsu dev` says of itself: a label, and a sentence that goes on under itself. */
import { COLUMNS } from "../core/messages/labelled-lines.ts";
import { hang, wrap } from "../core/messages/text-width.ts";

export interface DevLine {
  readonly label: string;
  readonly sentence: string;
}

/** Ends with a line break. */
export function devLine({ label, sentence }: DevLine, columns = COLUMNS): string {
  const head = `  ${label.padEnd(6)} `;
  return `${hang(wrap(sentence, columns - head.length), { head }).join("\n")}\n`;
}
