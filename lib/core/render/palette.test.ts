import { describe, expect, it } from "vitest";
import { darkPalette, lightPalette, type Palette, PHASE_COLOURS } from "./palette.ts";

const READABLE = ["text", "muted", "accent", "up", "slow", "down", "none"] as const;

function luminance(colour: string): number {
  const channels = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red, green, blue] = channels.map((value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

describe.each([
  ["light", lightPalette],
  ["dark", darkPalette],
] as ["light" | "dark", Palette][])("the %s palette", (theme, palette) => {
  it.each(READABLE)("keeps %s readable on ground and card", (name) => {
    expect(contrast(palette[name], palette.card)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette[name], palette.ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(Object.entries(PHASE_COLOURS))("keeps the phase %s visible on ground and card", (_, colours) => {
    expect(contrast(colours[theme], palette.card)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours[theme], palette.ground)).toBeGreaterThanOrEqual(4.5);
  });
});
