/** "Did you mean": the nearest allowed word, or none rather than a silly one. */

/** Comparisons one suggester may make, so that thousands of mistakes among thousands of names stay cheap. */
const COMPARISONS_MAX = 500_000;
const WORD_LENGTH_MAX = 64;

/** What other tools call it. Offered only where the second word is allowed. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  address: ["email", "url", "host"],
  agent: ["from"],
  alert: ["alarm", "notify"],
  alerts: ["alarm", "notify"],
  assert: ["expect"],
  assertions: ["expect"],
  cert: ["certificate"],
  channels: ["contacts"],
  conditions: ["expect"],
  content: ["body"],
  depends: ["dependsOn"],
  endpoint: ["url", "http"],
  endpoints: ["checks"],
  equals: ["oneOf"],
  followredirects: ["redirects"],
  frequency: ["every"],
  greater: ["above"],
  greaterthan: ["above"],
  gt: ["above"],
  gte: ["atLeast"],
  header: ["headers"],
  hostname: ["host"],
  https: ["http"],
  insecure: ["verify"],
  interval: ["every"],
  label: ["title"],
  lang: ["language"],
  latency: ["total"],
  less: ["below"],
  lessthan: ["below"],
  locale: ["language"],
  location: ["from"],
  lt: ["below"],
  lte: ["atMost"],
  mail: ["email"],
  max: ["atMost"],
  maxredirects: ["redirects"],
  min: ["atLeast"],
  monitors: ["checks"],
  name: ["id", "title"],
  notifications: ["notify"],
  owners: ["operators"],
  parents: ["dependsOn"],
  payload: ["body"],
  period: ["every"],
  phone: ["sms"],
  regex: ["matches"],
  regexp: ["matches"],
  rejectunauthorized: ["verify"],
  responsetime: ["total"],
  schedule: ["every"],
  services: ["checks"],
  size: ["bodyBytes"],
  skipverify: ["verify"],
  sni: ["serverName"],
  status: ["expect"],
  statuscode: ["status", "expect"],
  target: ["url", "http", "host"],
  targets: ["checks"],
  threshold: ["after"],
  tz: ["timezone"],
  uri: ["url", "http"],
  url: ["http"],
  verb: ["method"],
};

export type Suggester = (word: string) => string | undefined;

/** Suggests among the same words again and again. */
export function suggester(allowed: readonly string[]): Suggester {
  let comparisonsLeft = COMPARISONS_MAX;
  return (word) => {
    comparisonsLeft -= allowed.length;
    if (word.length > WORD_LENGTH_MAX || comparisonsLeft < 0) return undefined;
    const lower = word.toLowerCase();
    const known = Object.hasOwn(ALIASES, plainForm(lower)) ? ALIASES[plainForm(lower)] : undefined;
    return known?.find((name) => allowed.includes(name)) ?? nearest(lower, allowed);
  };
}

export function suggest(word: string, allowed: readonly string[]): string | undefined {
  return suggester(allowed)(word);
}

/** `status_code` and `status-code` are `statuscode`. */
function plainForm(word: string): string {
  return word.replaceAll(/[_\s-]/g, "");
}

function nearest(word: string, allowed: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.floor(word.length / 3) + 1;
  for (const candidate of allowed) {
    const lower = candidate.toLowerCase();
    if (Math.abs(lower.length - word.length) >= bestDistance) continue;
    const distance = plainForm(lower) === plainForm(word) ? 0 : editDistance(word, lower);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Damerau-Levenshtein (optimal string alignment): insertions, deletions, replacements and swaps of neighbours. */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (last[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const inserted = (current[column - 1] ?? 0) + 1;
      const deleted = (last[column] ?? 0) + 1;
      const isSwap = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      const swapped = isSwap ? (beforeLast[column - 2] ?? 0) + 1 : replaced;
      current.push(Math.min(replaced, inserted, deleted, swapped));
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length] ?? 0;
}
