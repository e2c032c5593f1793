/** What an actor is told when it starts: named values, flat, and read strictly although they come from ourselves. */
import { isRecord } from "../../core/shapes.ts";
import type { FastTime } from "../../core/time/fast-clock.ts";

export type Script = Readonly<Record<string, string | number | boolean>>;

export class ScriptReader {
  readonly #values: Readonly<Record<string, unknown>>;

  /** Throws on anything but a JSON object: then whoever started us is not the tour. */
  constructor(text: string) {
    const values: unknown = JSON.parse(text);
    if (!isRecord(values)) throw new TypeError("a script is a JSON object");
    this.#values = values;
  }

  number(name: string): number {
    const value = this.#values[name];
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw new TypeError(`the script names no number "${name}"`);
  }

  text(name: string): string {
    const value = this.#values[name];
    if (typeof value === "string") return value;
    throw new TypeError(`the script names no text "${name}"`);
  }

  flag(name: string): boolean {
    return this.#values[name] === true;
  }

  /** Every actor lives in the tour's time. */
  time(): FastTime {
    return {
      realEpochMs: this.number("realEpochMs"),
      shownEpochMs: this.number("shownEpochMs"),
      speed: this.number("speed"),
    };
  }
}
