/** A zone as graphs take it, `+0900`: only where clocks never change, since a dashboard keeps what it was deployed with. */
const PARTS = { timeZoneName: "longOffset" } as const;
const SEASONS_EPOCH_MS = [Date.UTC(2026, 0, 1), Date.UTC(2026, 3, 1), Date.UTC(2026, 6, 1), Date.UTC(2026, 9, 1)];

/** `undefined` where there is summer time: then everybody sees their own. */
export function fixedOffset(timezone: string): string | undefined {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: timezone, ...PARTS });
  const offsets = new Set(SEASONS_EPOCH_MS.map((atEpochMs) => offsetIn(format.formatToParts(atEpochMs))));
  const [offset] = offsets;
  return offsets.size === 1 ? offset : undefined;
}

function offsetIn(parts: readonly Intl.DateTimeFormatPart[]): string {
  const name = parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  return name === "GMT" ? "+0000" : name.replace("GMT", "").replace(":", "");
}
