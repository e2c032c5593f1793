/** Colours of both themes. Every one that carries text or a state reaches a contrast of 4.5 on both grounds of its theme. */
export interface Palette {
  readonly ground: string;
  readonly card: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly up: string;
  readonly slow: string;
  readonly down: string;
  readonly none: string;
}

export const lightPalette: Palette = {
  ground: "#f7f8fa",
  card: "#ffffff",
  text: "#16202c",
  muted: "#5a6675",
  line: "#e2e6eb",
  accent: "#1f5fbf",
  up: "#0b7a5e",
  slow: "#955700",
  down: "#c2253c",
  none: "#5a6675",
};

export const darkPalette: Palette = {
  ground: "#0f1b2a",
  card: "#162536",
  text: "#e9eef4",
  muted: "#9dacbe",
  line: "#2a3b50",
  accent: "#7db4ff",
  up: "#3fc99b",
  slow: "#ffb84d",
  down: "#ff7a8a",
  none: "#9dacbe",
};

/** Of the phases of a run; those of which a kind has its own share `other`. */
export const PHASE_COLOURS: Readonly<Record<string, { readonly light: string; readonly dark: string }>> = {
  dns: { light: "#5a6675", dark: "#9dacbe" },
  connect: { light: "#1b6e8c", dark: "#62c3e0" },
  tls: { light: "#6a4fb3", dark: "#b9a3f5" },
  server: { light: "#1f5fbf", dark: "#7db4ff" },
  transfer: { light: "#0b7a5e", dark: "#3fc99b" },
  other: { light: "#7a4d1d", dark: "#e0b07a" },
};

/** `--up: #0b7a5e; …` */
export function paletteVariables(palette: Palette, theme: "light" | "dark"): string {
  const phases = Object.entries(PHASE_COLOURS).map(([phase, colours]) => [phase, colours[theme]]);
  return [...Object.entries(palette), ...phases].map(([name, colour]) => `--${name}: ${colour};`).join(" ");
}
