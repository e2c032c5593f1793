import { styleText } from "node:util";
import type { TerminalStyle } from "../core/messages/terminal-style.ts";
import type { Output } from "./output.ts";

export function terminalStyle({ hasColor }: Pick<Output, "hasColor">, isAscii: boolean): TerminalStyle {
  return { isAscii, paint: (color, text) => (hasColor ? styleText(color, text, { validateStream: false }) : text) };
}
