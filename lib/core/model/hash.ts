/** FNV-1a, 32 bits: the same number for the same text on every machine and in every version. Spreads starts and fills shards. */
export function stableHash(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) {
    hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  }
  return hash;
}

/** A number in [0, 1) that depends on the text alone. */
export function stableFraction(text: string): number {
  return stableHash(text) / 0x1_0000_0000;
}
